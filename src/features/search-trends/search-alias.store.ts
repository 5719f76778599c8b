import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { CheckedAlias, SearchAlias } from "./search-alias";

const ALIAS = `search_alias.id, search_alias.brand_id AS "brandId", alias, keyword, kind, product_code AS "productCode",
  valid_from::text AS "validFrom", valid_to::text AS "validTo", since_version AS "sinceVersion"`;

/** An alias exists for the organisation that registered it as long as its brand is granted. */
const VISIBLE =
  "search_alias JOIN brand_grant ON brand_grant.brand_id = search_alias.brand_id WHERE until_version IS NULL";

export interface AliasFilter {
  readonly brandId: number;
  /** A day of the brand's zone on which the alias holds; null: any. */
  readonly on: string | null;
}

const HOLDS =
  "search_alias.brand_id = $1 AND ($2::date IS NULL OR (valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)))";

export class SearchAliasStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly SearchAlias[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* searchAliases.findByIds */ SELECT ${ALIAS} FROM ${VISIBLE} AND search_alias.id = ANY($1)`, [
        ids,
      ]),
    );
  }

  /** The whole dictionary and its version: 0 before the first alias. */
  async findDictionary(
    context: RequestContext,
    brandId: number,
  ): Promise<{ readonly version: number; readonly aliases: readonly SearchAlias[] }> {
    return this.database.withTenant(context, async (manager) => ({
      version: await this.findVersion(manager, brandId, ""),
      aliases: await manager.query(
        `/* searchAliases.findDictionary */ SELECT ${ALIAS} FROM ${VISIBLE} AND search_alias.brand_id = $1 ORDER BY keyword, valid_from`,
        [brandId],
      ),
    }));
  }

  /** By keyword, then day. */
  findPage(context: RequestContext, { brandId, on }: AliasFilter, request: PageRequest): Promise<Page<SearchAlias>> {
    return this.database.withTenant(context, (manager) =>
      readPage<SearchAlias>(
        request,
        ({ keyword, validFrom }) => [keyword, validFrom],
        async ({ after, before, fromEnd, limit }) => {
          const direction = fromEnd ? "DESC" : "ASC";
          return manager.query(
            `/* searchAliases.findPage */ SELECT ${ALIAS} FROM ${VISIBLE} AND ${HOLDS}
               AND ($3::text IS NULL OR (keyword COLLATE "C", valid_from) > ($3, $4::date))
               AND ($5::text IS NULL OR (keyword COLLATE "C", valid_from) < ($5, $6::date))
             ORDER BY keyword COLLATE "C" ${direction}, valid_from ${direction} LIMIT $7`,
            [brandId, on, after?.[0] ?? null, after?.[1] ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
          );
        },
      ),
    );
  }

  async count(context: RequestContext, { brandId, on }: AliasFilter): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* searchAliases.count */ SELECT count(*) FROM ${VISIBLE} AND ${HOLDS}`, [brandId, on]),
    );
    return Number(rows[0]!.count);
  }

  /** The version, which nobody else changes until the transaction ends. */
  async hold(manager: EntityManager, context: RequestContext, brandId: number): Promise<number> {
    await manager.query(
      "/* searchAliases.begin */ INSERT INTO search_dictionary (organisation_id, brand_id, version) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
      [context.organisationId, brandId],
    );
    return this.findVersion(manager, brandId, "FOR UPDATE");
  }

  async findCurrent(manager: EntityManager, brandId: number): Promise<readonly SearchAlias[]> {
    return manager.query(
      `/* searchAliases.findCurrent */ SELECT ${ALIAS} FROM ${VISIBLE} AND search_alias.brand_id = $1`,
      [brandId],
    );
  }

  /** Takes the held dictionary to its next version: without the rows of `ended`, with those of `begun`. */
  async change(
    manager: EntityManager,
    context: RequestContext,
    brandId: number,
    { version, ended, begun }: { version: number; ended: readonly string[]; begun: readonly CheckedAlias[] },
  ): Promise<void> {
    const now = context.clock.now();
    await manager.query(
      "/* searchAliases.nextVersion */ UPDATE search_dictionary SET version = $2 WHERE brand_id = $1",
      [brandId, version],
    );
    await manager.query("/* searchAliases.end */ UPDATE search_alias SET until_version = $2 WHERE id = ANY($1)", [
      ended,
      version,
    ]);
    await manager.query(
      `/* searchAliases.begin */ INSERT INTO search_alias (organisation_id, brand_id, since_version, created_at, id, alias, keyword, kind,
         product_code, valid_from, valid_to)
       SELECT $1, $2, $3, $4, * FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::date[], $11::date[])`,
      [
        context.organisationId,
        brandId,
        version,
        now,
        begun.map(() => newId(now)),
        begun.map(({ alias }) => alias),
        begun.map(({ keyword }) => keyword),
        begun.map(({ kind }) => kind),
        begun.map(({ productCode }) => productCode),
        begun.map(({ validFrom }) => validFrom),
        begun.map(({ validTo }) => validTo),
      ],
    );
  }

  private async findVersion(manager: EntityManager, brandId: number, lock: "" | "FOR UPDATE"): Promise<number> {
    const rows: { version: number }[] = await manager.query(
      `/* searchAliases.findVersion */ SELECT version FROM search_dictionary WHERE brand_id = $1 ${lock}`,
      [brandId],
    );
    return rows[0]?.version ?? 0;
  }
}
