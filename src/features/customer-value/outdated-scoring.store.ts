import type { EntityManager } from "typeorm";
import type { LateTouchpoints, OutdatedFigures } from "../touchpoints";

/** Marks scorings that may no longer be what scoring again would give: a touchpoint of the brand before their day. */
export class OutdatedScoringStore implements OutdatedFigures {
  async markOutdated(manager: EntityManager, { oldest, organisationId }: LateTouchpoints, at: Date): Promise<void> {
    if (oldest.length === 0) return;
    await manager.query(
      `/* customerValue.markOutdated */ UPDATE customer_value_scoring SET outdated_at = $2
       FROM (
         SELECT "brandId" AS brand_id, min(at) AS at
         FROM jsonb_to_recordset($1) AS late ("brandId" integer, at timestamptz) WHERE "brandId" IS NOT NULL GROUP BY "brandId"
       ) AS late, brand
       WHERE late.brand_id = customer_value_scoring.brand_id AND brand.id = late.brand_id AND outdated_at IS NULL
         AND late.at < customer_value_scoring.as_of::timestamp AT TIME ZONE brand.zone
         AND ($3::uuid IS NULL OR organisation_id = $3)`,
      [JSON.stringify(oldest), at, organisationId],
    );
  }
}
