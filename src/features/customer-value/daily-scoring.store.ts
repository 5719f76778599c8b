import type { EntityManager } from "typeorm";
import type { ScoringSeries } from "./value-scoring";

export interface ScoredDay extends ScoringSeries {
  /** YYYY-MM-DD in the brand's zone. */
  readonly asOf: string;
}

/** Which scorings of a brand's customers there shall be, as the organisation of the transaction sees them. */
export class DailyScoringStore {
  /** The newest version that was approved; null: none was. */
  async findApprovedModel(manager: EntityManager, brandId: number): Promise<string | null> {
    const rows: { id: string }[] = await manager.query(
      `/* dailyScorings.findApprovedModel */ SELECT id FROM customer_value_model
       WHERE brand_id = $1 AND approved_at IS NOT NULL ORDER BY version DESC LIMIT 1`,
      [brandId],
    );
    return rows[0]?.id ?? null;
  }

  /** The days that begin at the instants, but for those that were scored in the series already. */
  async findMissing(
    manager: EntityManager,
    { brandId, modelId, horizonDays, annualDiscountRate }: ScoringSeries,
    days: readonly Date[],
  ): Promise<readonly string[]> {
    const rows: { asOf: string }[] = await manager.query(
      `/* dailyScorings.findMissing */ SELECT day.as_of::text AS "asOf" FROM brand
       CROSS JOIN LATERAL (SELECT (at AT TIME ZONE brand.zone)::date AS as_of FROM unnest($5::timestamptz[]) AS due (at)) AS day
       WHERE brand.id = $1 AND NOT EXISTS (
         SELECT FROM customer_value_scoring AS scoring
         WHERE scoring.brand_id = $1 AND scoring.model_id = $2 AND scoring.horizon_days = $3
           AND scoring.annual_discount_rate = $4 AND scoring.as_of = day.as_of
       ) ORDER BY day.as_of`,
      [brandId, modelId, horizonDays, annualDiscountRate, days],
    );
    return rows.map(({ asOf }) => asOf);
  }

  /** Of scorings that stand and are outdated, those of days that begin at `since` or later, the newest first. */
  findOutdated(
    manager: EntityManager,
    brandId: number,
    { since, limit }: { readonly since: Date; readonly limit: number },
  ): Promise<readonly ScoredDay[]> {
    return manager.query(
      `/* dailyScorings.findOutdated */ SELECT brand_id AS "brandId", model_id AS "modelId", horizon_days AS "horizonDays",
         annual_discount_rate AS "annualDiscountRate", as_of::text AS "asOf"
       FROM (
         SELECT DISTINCT ON (model_id, horizon_days, annual_discount_rate, as_of) scoring.*
         FROM customer_value_scoring AS scoring JOIN brand ON brand.id = scoring.brand_id
         WHERE scoring.brand_id = $1 AND scoring.as_of::timestamp AT TIME ZONE brand.zone >= $2
         ORDER BY model_id, horizon_days, annual_discount_rate, as_of, scoring.id DESC
       ) AS standing
       WHERE outdated_at IS NOT NULL ORDER BY as_of DESC LIMIT $3`,
      [brandId, since, limit],
    );
  }
}
