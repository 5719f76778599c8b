import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ModelKey } from "./model-key";
import type { Grain } from "./report-periods";

export interface PeriodsRequest {
  readonly reportId: string;
  readonly grain: Grain;
  readonly from: Date;
  readonly to: Date;
  readonly model: ModelKey;
  /** Null: all. */
  readonly limit: number | null;
}

/** One hour or day, and what each platform is credited with of it. */
export interface StoredPeriod {
  readonly from: Date;
  readonly conversions: string;
  readonly valueMinor: string;
  readonly unattributedConversions: string;
  readonly unattributedValueMinor: string;
  /** In order of the platforms; figures as text, null where withheld. */
  readonly credits: readonly (readonly [platform: string, conversionMillionths: string | null, value: string | null])[];
}

export class AttributionPeriodStore {
  constructor(private readonly database: Database) {}

  /** Oldest first, at most `limit`. */
  async find(context: RequestContext, request: PeriodsRequest): Promise<readonly StoredPeriod[]> {
    const { reportId, grain, from, to, model, limit } = request;
    return this.database.readAsTenant(
      context,
      `/* attributionPeriods.find */ SELECT period.from_at AS "from", conversions, value_minor AS "valueMinor",
         unattributed_conversions AS "unattributedConversions", unattributed_value_minor AS "unattributedValueMinor", credits
       FROM attribution_period AS period
       CROSS JOIN LATERAL (
         SELECT coalesce(json_agg(json_build_array(platform, conversion_millionths::text, value_minor::text)
           ORDER BY platform COLLATE "C"), '[]') AS credits
         FROM attribution_period_credit AS credit
         WHERE credit.report_id = period.report_id AND credit.grain = period.grain AND credit.from_at = period.from_at AND model = $5
       ) AS credited
       WHERE period.report_id = $1 AND period.grain = $2 AND period.from_at >= $3 AND period.from_at < $4
       ORDER BY period.from_at LIMIT $6`,
      [reportId, grain, from, to, model, limit],
    );
  }
}
