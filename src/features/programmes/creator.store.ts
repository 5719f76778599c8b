import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import type { Registered } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import type { CheckedPost, Creator, NewCreator } from "./creator";
import type { Period } from "./programme";

/** Posts of a creator for a brand, as a window sees them. */
export interface CreatorPosts {
  readonly creatorId: string;
  readonly contentCode: string;
  readonly costMinor: bigint;
  readonly isPublishedWithin: boolean;
}

interface UpsertedRow {
  readonly code: string;
  readonly isNew: boolean;
}

const CREATOR = "creator.id, creator.code, creator.name, creator.tier, creator.platform";

/** xmax is 0 on a row that the statement inserted and not on one that it updated. */
const UPSERTED = 'xmax = 0 AS "isNew"';

const toRegistered = (rows: readonly UpsertedRow[]): Registered => ({
  added: new Set(rows.filter(({ isNew }) => isNew).map(({ code }) => code)),
  changed: new Set(rows.filter(({ isNew }) => !isNew).map(({ code }) => code)),
});

export class CreatorStore {
  constructor(private readonly database: Database) {}

  async findAll(context: RequestContext): Promise<readonly Creator[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* creators.findAll */ SELECT ${CREATOR} FROM creator ORDER BY code`),
    );
  }

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly Creator[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* creators.findByIds */ SELECT ${CREATOR} FROM creator WHERE id = ANY($1)`, [ids]),
    );
  }

  async findIds(manager: EntityManager, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { code: string; id: string }[] = await manager.query(
      "/* creators.findIds */ SELECT code, id FROM creator WHERE code = ANY($1)",
      [codes],
    );
    return new Map(rows.map(({ code, id }) => [code, id]));
  }

  /** Every post of the brand that was published before the window's end. */
  async findPosts(context: RequestContext, brandId: number, { from, to }: Period): Promise<readonly CreatorPosts[]> {
    const rows: (Omit<CreatorPosts, "costMinor"> & { costMinor: string })[] = await this.database.withTenant(
      context,
      (manager) =>
        manager.query(
          `/* creators.findPosts */ SELECT creator_id AS "creatorId", content_code AS "contentCode", cost_minor AS "costMinor",
             published_at >= $2 AS "isPublishedWithin"
           FROM creator_post WHERE brand_id = $1 AND published_at < $3`,
          [brandId, from, to],
        ),
    );
    return rows.map((row) => ({ ...row, costMinor: BigInt(row.costMinor) }));
  }

  async upsertCreators(
    manager: EntityManager,
    context: RequestContext,
    creators: readonly NewCreator[],
  ): Promise<Registered> {
    const now = context.clock.now();
    const rows: UpsertedRow[] = await manager.query(
      `/* creators.upsertCreators */ INSERT INTO creator (organisation_id, created_at, id, code, name, tier, platform)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[]) AS row (id, code, name, tier, platform)
       ORDER BY code -- one order for all calls: two that register the same codes never wait in a circle
       ON CONFLICT (organisation_id, code) DO UPDATE SET name = excluded.name, tier = excluded.tier, platform = excluded.platform
         WHERE (creator.name, creator.tier, creator.platform) IS DISTINCT FROM (excluded.name, excluded.tier, excluded.platform)
       RETURNING code, ${UPSERTED}`,
      [
        context.organisationId,
        now,
        creators.map(() => newId(now)),
        creators.map(({ code }) => code),
        creators.map(({ name }) => name),
        creators.map(({ tier }) => tier),
        creators.map(({ platform }) => platform),
      ],
    );
    return toRegistered(rows);
  }

  async upsertPosts(
    manager: EntityManager,
    context: RequestContext,
    brandId: number,
    posts: readonly CheckedPost[],
  ): Promise<Registered> {
    const now = context.clock.now();
    const rows: UpsertedRow[] = await manager.query(
      `/* creators.upsertPosts */ INSERT INTO creator_post (organisation_id, brand_id, created_at, id, content_code, creator_id, title,
         published_at, cost_minor, currency_code, media_programme_id)
       SELECT $1, $2, $3, * FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[], $9::bigint[], $10::text[], $11::uuid[])
         AS row (id, content_code, creator_id, title, published_at, cost_minor, currency_code, media_programme_id)
       ORDER BY content_code -- as above
       ON CONFLICT (organisation_id, brand_id, content_code) DO UPDATE SET creator_id = excluded.creator_id, title = excluded.title,
         published_at = excluded.published_at, cost_minor = excluded.cost_minor, media_programme_id = excluded.media_programme_id
         WHERE (creator_post.creator_id, creator_post.title, creator_post.published_at, creator_post.cost_minor, creator_post.media_programme_id)
           IS DISTINCT FROM (excluded.creator_id, excluded.title, excluded.published_at, excluded.cost_minor, excluded.media_programme_id)
       RETURNING content_code AS code, ${UPSERTED}`,
      [
        context.organisationId,
        brandId,
        now,
        posts.map(() => newId(now)),
        posts.map((post) => post.contentCode),
        posts.map((post) => post.creatorId),
        posts.map((post) => post.title),
        posts.map((post) => post.publishedAt),
        posts.map((post) => String(post.cost.minor)),
        posts.map((post) => post.cost.currencyCode),
        posts.map((post) => post.mediaProgrammeId),
      ],
    );
    return toRegistered(rows);
  }
}
