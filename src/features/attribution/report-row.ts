import type { ModelSettings } from "../../engines/attribution/attribution-models";
import type { ExposureKind } from "../touchpoints";
import type { AttributionReport } from "./attribution-report";
import type { ConversionAction } from "./conversion-action";
import type { Dimension } from "./dimension";
import type { Lookback } from "./journey-question";
import type { ModelKey } from "./model-key";
import type { ReportSubject } from "./report-subject";

/** Columns of a report as PostgreSQL answers them. */
export interface ReportRow {
  readonly id: string;
  readonly campaignId: string | null;
  readonly brandId: number | null;
  readonly pathSetId: string | null;
  readonly fromAt: Date | null;
  readonly toAt: Date | null;
  readonly version: number;
  readonly asOf: Date;
  readonly planeVersion: string;
  readonly lookbackDays: number;
  readonly models: readonly ModelKey[];
  readonly exposures: readonly ExposureKind[];
  readonly conversionAction: ConversionAction;
  readonly stage: "APPEAL" | "ACT" | "ADVOCATE" | null;
  readonly dimensions: readonly Dimension[];
  readonly settings: ModelSettings & {
    readonly lookbacks: readonly Lookback[];
    readonly notes: AttributionReport["notes"];
    readonly orderFits?: AttributionReport["orderFits"];
  };
  readonly conversions: string;
  readonly valueMinor: string;
  readonly unattributedConversions: string;
  readonly unattributedValueMinor: string;
  readonly acrossPlatforms: string | null;
  readonly nulls: string;
  readonly capped: string;
  readonly currencyCode: string;
  readonly outdatedAt: Date | null;
}

export const REPORT = `id, campaign_id AS "campaignId", brand_id AS "brandId", path_set_id AS "pathSetId", from_at AS "fromAt", to_at AS "toAt",
  version, as_of AS "asOf", plane_version AS "planeVersion", lookback_days AS "lookbackDays", models, exposures,
  conversion_action AS "conversionAction", stage, dimensions, settings, conversions, value_minor AS "valueMinor",
  unattributed_conversions AS "unattributedConversions", unattributed_value_minor AS "unattributedValueMinor",
  across_platforms AS "acrossPlatforms", nulls, capped, currency_code AS "currencyCode", outdated_at AS "outdatedAt"`;

export function toReport(row: ReportRow): AttributionReport {
  const { lookbacks, notes, orderFits = null, ...settings } = row.settings;
  return {
    ...{ id: row.id, version: row.version, asOf: row.asOf, models: row.models, exposures: row.exposures },
    ...{ lookbackDays: row.lookbackDays, dimensions: row.dimensions, currencyCode: row.currencyCode },
    ...{ lookbacks, notes, orderFits, settings },
    subject: subjectOf(row),
    conversion: { action: row.conversionAction, stage: row.stage },
    window: row.fromAt && row.toAt && { from: row.fromAt, to: row.toAt },
    planeVersion: BigInt(row.planeVersion),
    conversions: BigInt(row.conversions),
    valueMinor: BigInt(row.valueMinor),
    unattributedConversions: BigInt(row.unattributedConversions),
    unattributedValueMinor: BigInt(row.unattributedValueMinor),
    acrossPlatforms: row.acrossPlatforms === null ? null : BigInt(row.acrossPlatforms),
    nulls: BigInt(row.nulls),
    capped: BigInt(row.capped),
    isOutdated: row.outdatedAt !== null,
  };
}

function subjectOf({ campaignId, brandId, pathSetId, fromAt, toAt }: ReportRow): ReportSubject {
  if (campaignId !== null) return { kind: "CAMPAIGN", campaignId };
  if (pathSetId !== null) return { kind: "PATHS", pathSetId };
  return { kind: "BRAND", brandId: brandId!, from: fromAt!.toISOString(), to: toAt!.toISOString() };
}
