import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Review } from "./review";

const REVIEW = `id, campaign_id AS "campaignId", version, published_at AS "publishedAt", chase_pack_id AS "chasePackId", inputs, content`;

export class ReviewStore {
  constructor(private readonly database: Database) {}

  /** Adds the campaign's next version; two runs that publish at once get one version each. */
  async insert(manager: EntityManager, context: RequestContext, review: Omit<Review, "version">): Promise<number> {
    const { id, campaignId, publishedAt, chasePackId, inputs, content } = review;
    await manager.query("/* reviews.lockCampaign */ SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `reviews of campaign ${campaignId}`,
    ]);
    const [row]: { version: number }[] = await manager.query(
      `/* reviews.insert */ INSERT INTO campaign_review (id, organisation_id, campaign_id, version, published_at, chase_pack_id, inputs, content)
       VALUES ($1, $2, $3, (SELECT coalesce(max(version), 0) + 1 FROM campaign_review WHERE campaign_id = $3), $4, $5, $6, $7)
       RETURNING version`,
      [
        ...[id, context.organisationId, campaignId, publishedAt, chasePackId],
        ...[JSON.stringify(inputs), JSON.stringify(content)],
      ],
    );
    return row!.version;
  }

  async find(context: RequestContext, id: string): Promise<Review | null> {
    const rows: Review[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* reviews.find */ SELECT ${REVIEW} FROM campaign_review WHERE id = $1`, [id]),
    );
    return rows[0] ?? null;
  }

  /** The newest review, or that of `version`. */
  async findOfCampaign(context: RequestContext, campaignId: string, version: number | null): Promise<Review | null> {
    const rows: Review[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* reviews.findOfCampaign */ SELECT ${REVIEW} FROM campaign_review
         WHERE campaign_id = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1`,
        [campaignId, version],
      ),
    );
    return rows[0] ?? null;
  }
}
