import type { EntityManager } from "typeorm";
import type { EvaluationKey } from "./evaluation";

/** Which evaluations of a brand's members there shall be, as the organisation of the transaction sees them. */
export class DailyEvaluationStore {
  /** The newest version of the programme's tiers; null without a programme. */
  async findTiersInForce(manager: EntityManager, brandId: number): Promise<string | null> {
    const rows: { id: string }[] = await manager.query(
      `/* dailyEvaluations.findTiersInForce */ SELECT tiers.id FROM membership_tiers AS tiers
       JOIN membership_programme AS programme ON programme.id = tiers.programme_id
       WHERE programme.brand_id = $1 ORDER BY tiers.version DESC LIMIT 1`,
      [brandId],
    );
    return rows[0]?.id ?? null;
  }

  /** Of evaluations that stand and are outdated, those of instants from `since` on, the newest first. */
  findOutdated(
    manager: EntityManager,
    brandId: number,
    { since, limit }: { readonly since: Date; readonly limit: number },
  ): Promise<readonly EvaluationKey[]> {
    return manager.query(
      `/* dailyEvaluations.findOutdated */ SELECT tiers_id AS "tiersId", as_of AS "asOf" FROM (
         SELECT DISTINCT ON (tiers_id, as_of) tiers_id, as_of, outdated_at FROM member_evaluation
         WHERE brand_id = $1 AND as_of >= $2 ORDER BY tiers_id, as_of, id DESC
       ) AS standing
       WHERE outdated_at IS NOT NULL ORDER BY as_of DESC LIMIT $3`,
      [brandId, since, limit],
    );
  }
}
