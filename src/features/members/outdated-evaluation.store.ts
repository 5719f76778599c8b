import type { EntityManager } from "typeorm";
import type { LateTouchpoints, OutdatedFigures } from "../touchpoints";

/** Of late touchpoints those of brands: members and orders are asked for by brand, whatever the category. */
const LATE = `FROM (
    SELECT "brandId" AS brand_id, min(at) AS at
    FROM jsonb_to_recordset($1) AS late ("brandId" integer, at timestamptz) WHERE "brandId" IS NOT NULL GROUP BY "brandId"
  ) AS late
  WHERE late.brand_id = member_evaluation.brand_id AND late.at < member_evaluation.as_of AND outdated_at IS NULL`;

/** Marks evaluations that may no longer be what evaluating again would give: a touchpoint of the brand before their instant. */
export class OutdatedEvaluationStore implements OutdatedFigures {
  async markOutdated(manager: EntityManager, { oldest, organisationId }: LateTouchpoints, at: Date): Promise<void> {
    if (oldest.length === 0) return;
    await manager.query(
      `/* outdatedEvaluations.mark */ UPDATE member_evaluation SET outdated_at = $2 ${LATE}
         AND ($3::uuid IS NULL OR organisation_id = $3)`,
      [JSON.stringify(oldest), at, organisationId],
    );
  }

  /** Of one evaluation, while it is published; `oldest` null: it is outdated whatever came. */
  async markPublished(
    manager: EntityManager,
    id: string,
    oldest: LateTouchpoints["oldest"] | null,
    at: Date,
  ): Promise<void> {
    if (oldest === null)
      await manager.query(
        "/* outdatedEvaluations.markOne */ UPDATE member_evaluation SET outdated_at = $2 WHERE id = $1",
        [id, at],
      );
    else if (oldest.length > 0)
      await manager.query(
        `/* outdatedEvaluations.markPublished */ UPDATE member_evaluation SET outdated_at = $2 ${LATE} AND id = $3`,
        [JSON.stringify(oldest), at, id],
      );
  }
}
