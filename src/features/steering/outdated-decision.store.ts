import type { EntityManager } from "typeorm";
import type { LateTouchpoints, OutdatedFigures } from "../touchpoints";

/** Of late touchpoints those of brands: orders are a brand's, whatever the category. */
const LATE = `FROM (
    SELECT "brandId" AS brand_id, min(at) AS at
    FROM jsonb_to_recordset($1) AS late ("brandId" integer, at timestamptz) WHERE "brandId" IS NOT NULL GROUP BY "brandId"
  ) AS late, steering_plan AS plan, campaign
  WHERE plan.id = decision.plan_id AND campaign.id = plan.campaign_id AND late.brand_id = campaign.brand_id
    AND late.at < decision.orders_until AND decision.outdated_at IS NULL`;

/** Marks decisions by orders that may no longer be what deciding again would give: a touchpoint of the brand in hours that they looked at. */
export class OutdatedDecisionStore implements OutdatedFigures {
  async markOutdated(manager: EntityManager, { oldest, organisationId }: LateTouchpoints, at: Date): Promise<void> {
    if (oldest.length === 0) return;
    await manager.query(
      `/* outdatedDecisions.mark */ UPDATE hourly_decision AS decision SET outdated_at = $2 ${LATE}
         AND ($3::uuid IS NULL OR decision.organisation_id = $3)`,
      [JSON.stringify(oldest), at, organisationId],
    );
  }

  /** Of one decision, while it is proposed; `oldest` null: it is outdated whatever came. */
  async markProposed(
    manager: EntityManager,
    id: string,
    oldest: LateTouchpoints["oldest"] | null,
    at: Date,
  ): Promise<void> {
    if (oldest === null)
      await manager.query("/* outdatedDecisions.markOne */ UPDATE hourly_decision SET outdated_at = $2 WHERE id = $1", [
        id,
        at,
      ]);
    else if (oldest.length > 0)
      await manager.query(
        `/* outdatedDecisions.markProposed */ UPDATE hourly_decision AS decision SET outdated_at = $2 ${LATE} AND decision.id = $3`,
        [JSON.stringify(oldest), at, id],
      );
  }
}
