import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Learning } from "./learning";

interface LearningRow extends Omit<Learning, "effect" | "people"> {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly people: string;
}

const LEARNING = `learning.id, learning.brand_id AS "brandId", review_id AS "reviewId", flow_from AS "from", flow_to AS "to",
  condition, action, effect_value AS value, effect_low AS low, effect_high AS high, people, created_at AS "createdAt"`;
/** A learning exists for the organisation that learnt it as long as its brand is granted. */
const VISIBLE = "learning JOIN brand_grant ON brand_grant.brand_id = learning.brand_id";
/** Words are searched without regard to case. */
const MATCHES =
  "learning.brand_id = $1 AND ($2::text IS NULL OR position(lower($2) IN lower(condition || ' ' || action)) > 0)";

export class LearningStore {
  constructor(private readonly database: Database) {}

  async insert(
    manager: EntityManager,
    { organisationId }: RequestContext,
    { id, brandId, reviewId, from, to, condition, action, effect, people, createdAt }: Learning,
  ): Promise<void> {
    await manager.query(
      `/* learnings.insert */ INSERT INTO learning (id, organisation_id, brand_id, review_id, flow_from, flow_to, condition, action,
         effect_value, effect_low, effect_high, people, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[id, organisationId, brandId, reviewId, from, to, condition, action],
        ...[effect.value, effect.low, effect.high, people.toString(), createdAt],
      ],
    );
  }

  async find(context: RequestContext, id: string): Promise<Learning | null> {
    return (await this.select(context, "find", "WHERE learning.id = $1", [id]))[0] ?? null;
  }

  findByReview(context: RequestContext, reviewId: string): Promise<readonly Learning[]> {
    return this.select(context, "findByReview", "WHERE review_id = $1 ORDER BY learning.id", [reviewId]);
  }

  /** Those attached to a campaign's plan, in the order in which they were. */
  findByCampaign(context: RequestContext, campaignId: string): Promise<readonly Learning[]> {
    return this.select(
      context,
      "findByCampaign",
      "JOIN learning_use ON learning_use.learning_id = learning.id WHERE learning_use.campaign_id = $1 ORDER BY attached_at, learning.id",
      [campaignId],
    );
  }

  /** Newest first: ids grow with time. */
  findPage(
    context: RequestContext,
    brandId: number,
    text: string | null,
    request: PageRequest,
  ): Promise<Page<Learning>> {
    return readPage<Learning>(
      request,
      ({ id }) => [id],
      ({ after, before, fromEnd, limit }) =>
        this.select(
          context,
          "findPage",
          `WHERE ${MATCHES} AND ($3::uuid IS NULL OR learning.id < $3) AND ($4::uuid IS NULL OR learning.id > $4)
           ORDER BY learning.id ${fromEnd ? "ASC" : "DESC"} LIMIT $5`,
          [brandId, text, after?.[0] ?? null, before?.[0] ?? null, limit],
        ),
    );
  }

  async count(context: RequestContext, brandId: number, text: string | null): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* learnings.count */ SELECT count(*) FROM ${VISIBLE} WHERE ${MATCHES}`, [brandId, text]),
    );
    return Number(rows[0]!.count);
  }

  async attach(context: RequestContext, learningId: string, campaignId: string): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* learnings.attach */ INSERT INTO learning_use (learning_id, campaign_id, organisation_id, attached_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [learningId, campaignId, context.organisationId, context.clock.now()],
      ),
    );
  }

  async detach(context: RequestContext, learningId: string, campaignId: string): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query("/* learnings.detach */ DELETE FROM learning_use WHERE learning_id = $1 AND campaign_id = $2", [
        learningId,
        campaignId,
      ]),
    );
  }

  private async select(
    context: RequestContext,
    name: string,
    where: string,
    parameters: readonly unknown[],
  ): Promise<readonly Learning[]> {
    const rows: LearningRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* learnings.${name} */ SELECT ${LEARNING} FROM ${VISIBLE} ${where}`, [...parameters]),
    );
    return rows.map(({ value, low, high, people, ...row }) => ({
      ...row,
      effect: { value, low, high },
      people: BigInt(people),
    }));
  }
}
