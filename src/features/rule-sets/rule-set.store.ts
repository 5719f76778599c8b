import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { RuleSetVersion } from "./rule-set-version";

const VERSION = `id, organisation_id AS "organisationId", brand_id AS "brandId", code, version, definition, created_at AS "createdAt"`;

/** Shipped rules and those of the caller's organisation; which those are, row-level security says. */
export class RuleSetStore {
  constructor(private readonly database: Database) {}

  findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly RuleSetVersion[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* ruleSets.findByIds */ SELECT ${VERSION} FROM rule_set WHERE id = ANY($1)`, [ids]),
    );
  }

  /** The highest version of the organisation's rules of this code. */
  async findCurrent(context: RequestContext, code: string): Promise<RuleSetVersion> {
    const [row]: RuleSetVersion[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* ruleSets.findCurrent */ SELECT ${VERSION} FROM rule_set
         WHERE code = $1 AND organisation_id IS NOT NULL ORDER BY version DESC LIMIT 1`,
        [code],
      ),
    );
    return row!;
  }

  /** Newest first: ids grow with time. `brandId` null: of every brand; otherwise those that may label its people. */
  findPage(context: RequestContext, brandId: number | null, request: PageRequest): Promise<Page<RuleSetVersion>> {
    return this.database.withTenant(context, (manager) =>
      readPage<RuleSetVersion>(
        request,
        ({ id }) => [id],
        ({ after, before, fromEnd, limit }) =>
          manager.query(
            `/* ruleSets.findPage */ SELECT ${VERSION} FROM rule_set
             WHERE ($1::int IS NULL OR brand_id IS NULL OR brand_id = $1)
               AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR id > $3)
             ORDER BY id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
      ),
    );
  }

  async count(context: RequestContext, brandId: number | null): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* ruleSets.count */ SELECT count(*)::int AS count FROM rule_set WHERE $1::int IS NULL OR brand_id IS NULL OR brand_id = $1",
        [brandId],
      ),
    );
    return row!.count;
  }

  /** False when the organisation has this version of the code. */
  async insert(
    manager: EntityManager,
    { id, organisationId, brandId, code, version, definition, createdAt }: RuleSetVersion,
  ): Promise<boolean> {
    const inserted: unknown[] = await manager.query(
      `/* ruleSets.insert */ INSERT INTO rule_set (id, organisation_id, brand_id, code, version, definition, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code, version, organisation_id) DO NOTHING RETURNING id`,
      [id, organisationId, brandId, code, version, JSON.stringify(definition), createdAt],
    );
    return inserted.length === 1;
  }

  /** Puts rules in force; false when others were meanwhile, so that the assignment is not at `version` - 1. */
  async assign(
    context: RequestContext,
    { brandId, ruleSetId, version }: { readonly brandId: number; readonly ruleSetId: string; readonly version: number },
  ): Promise<boolean> {
    const inserted: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* ruleSets.assign */ INSERT INTO brand_rule_set (organisation_id, brand_id, version, rule_set_id, assigned_at)
         SELECT $1, $2, $3, $4, $5
         WHERE $3 = 1 + (SELECT coalesce(max(version), 0) FROM brand_rule_set WHERE brand_id = $2)
         ON CONFLICT DO NOTHING RETURNING version`,
        [context.organisationId, brandId, version, ruleSetId, context.clock.now()],
      ),
    );
    return inserted.length === 1;
  }
}
