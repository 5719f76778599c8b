import type { EntityManager } from "typeorm";
import type { LateTouchpoints, OutdatedFigures } from "../touchpoints";

/** Of late touchpoints those of brands: conversions are a brand's, whatever the category. */
const LATE = `FROM (
    SELECT "brandId" AS brand_id, min(at) AS at
    FROM jsonb_to_recordset($1) AS late ("brandId" integer, at timestamptz) WHERE "brandId" IS NOT NULL GROUP BY "brandId"
  ) AS late
  WHERE late.brand_id = attribution_report.brand_id AND late.at < attribution_report.as_of AND outdated_at IS NULL`;

/**
 * Marks reports that may no longer be what running again would give: a touchpoint of the brand before their instant. Touches that
 * name a campaign and no brand are not among those that late data is told by, so one of them alone marks nothing.
 */
export class OutdatedAttributionStore implements OutdatedFigures {
  async markOutdated(manager: EntityManager, { oldest, organisationId }: LateTouchpoints, at: Date): Promise<void> {
    if (oldest.length === 0) return;
    await manager.query(
      `/* outdatedAttribution.mark */ UPDATE attribution_report SET outdated_at = $2 ${LATE}
         AND ($3::uuid IS NULL OR organisation_id = $3)`,
      [JSON.stringify(oldest), at, organisationId],
    );
  }

  /** Of one report, while it is published; `oldest` null: it is outdated whatever came. */
  async markPublished(
    manager: EntityManager,
    id: string,
    oldest: LateTouchpoints["oldest"] | null,
    at: Date,
  ): Promise<void> {
    if (oldest === null)
      await manager.query(
        "/* outdatedAttribution.markOne */ UPDATE attribution_report SET outdated_at = $2 WHERE id = $1",
        [id, at],
      );
    else if (oldest.length > 0)
      await manager.query(
        `/* outdatedAttribution.markPublished */ UPDATE attribution_report SET outdated_at = $2 ${LATE} AND id = $3`,
        [JSON.stringify(oldest), at, id],
      );
  }
}
