import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { HealthThreshold } from "./health-card";

/** What organisations hold healthy. */
export class HealthThresholdStore {
  constructor(private readonly database: Database) {}

  /** Those that were set. */
  find(context: RequestContext, brandId: number): Promise<readonly HealthThreshold[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        "/* growthHealth.findThresholds */ SELECT family, threshold, version FROM health_threshold WHERE brand_id = $1",
        [brandId],
      ),
    );
  }

  /** Takes the next version; false when the setting is at another one than `version`, which is 0 before the first. */
  async set(
    context: RequestContext,
    brandId: number,
    { family, threshold, version }: HealthThreshold,
  ): Promise<boolean> {
    return this.database.withTenant(context, async (manager) => {
      if (version === 0) {
        const inserted: unknown[] = await manager.query(
          `/* growthHealth.insertThreshold */ INSERT INTO health_threshold (organisation_id, brand_id, family, threshold, version)
           VALUES ($1, $2, $3, $4, 1) ON CONFLICT DO NOTHING RETURNING version`,
          [context.organisationId, brandId, family, threshold],
        );
        return inserted.length === 1;
      }
      const [, affected]: [unknown[], number] = await manager.query(
        `/* growthHealth.updateThreshold */ UPDATE health_threshold SET threshold = $3, version = version + 1
         WHERE brand_id = $1 AND family = $2 AND version = $4`,
        [brandId, family, threshold, version],
      );
      return affected === 1;
    });
  }
}
