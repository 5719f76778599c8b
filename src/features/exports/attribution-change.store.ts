import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AttributionChange, Watermark } from "./attribution-change";

export class AttributionChangeStore {
  constructor(private readonly database: Database) {}

  /**
   * Changes of a brand's reports after a watermark, in the order of the transactions that made them, at most `limit`. Only of
   * transactions before the oldest that still runs: what commits later has a higher number, so nothing is ever skipped.
   */
  async findAfter(
    context: RequestContext,
    brandId: number,
    after: Watermark,
    limit: number,
  ): Promise<readonly AttributionChange[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attributionChanges.findAfter */ SELECT subject AS key, report_id AS "reportId", version, is_deleted AS "isDeleted",
           changed_in AS "changedIn", updated_at AS "updatedAt"
         FROM attribution_change
         WHERE brand_id = $1 AND (changed_in, subject COLLATE "C") > ($2::bigint, $3::text)
           AND changed_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         ORDER BY changed_in, subject COLLATE "C" LIMIT $4`,
        [brandId, after.changedIn, after.key, limit],
      ),
    );
  }
}
