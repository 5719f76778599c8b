import type { ModelSettings } from "../../engines/attribution/attribution-models";
import type { OrderFit } from "../../engines/attribution/order-fits";
import type { CampaignWithPlacements } from "../campaigns";
import type { DataState, ExposureKind } from "../touchpoints";
import type { Conversion } from "./conversion-action";
import type { Dimension } from "./dimension";
import type { Lookback } from "./journey-question";
import type { LineKey } from "./line-key";
import type { ModelKey } from "./model-key";
import type { ReportState } from "./report-state";
import type { ReportSubject } from "./report-subject";

/** What a report was asked for; fixed with the request. */
export interface ReportDefinition {
  readonly subject: ReportSubject;
  readonly models: readonly ModelKey[];
  readonly settings: ModelSettings;
  readonly dimensions: readonly Dimension[];
  readonly conversion: Conversion;
  readonly lookbackDays: number;
  readonly lookbacks: readonly Lookback[];
  /** In the order of `exposureKinds`. */
  readonly exposures: readonly ExposureKind[];
}

/** One published result. Immutable: a later run is the subject's next version. */
export interface AttributionReport extends ReportDefinition {
  /** That of its run. */
  readonly id: string;
  readonly version: number;
  readonly asOf: Date;
  /** Of the conversions; null of imported paths. */
  readonly window: { readonly from: Date; readonly to: Date } | null;
  /** Version of the touchpoint plane from which on it was computed; 0 of imported paths. */
  readonly planeVersion: bigint;
  readonly conversions: bigint;
  readonly valueMinor: bigint;
  readonly unattributedConversions: bigint;
  readonly unattributedValueMinor: bigint;
  /** Attributed conversions with touches on two platforms or more; null: withheld. */
  readonly acrossPlatforms: bigint | null;
  /** Journeys without a conversion, from which Markov and Shapley learn. */
  readonly nulls: bigint;
  /** Journeys with more touches than count. */
  readonly capped: bigint;
  readonly currencyCode: string;
  /** What models said of their run, as `DIMENSION.name=value`. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** By order, over the lines of the first dimension; null without MARKOV, or of a report from before they were kept. */
  readonly orderFits: readonly OrderFit[] | null;
  readonly isOutdated: boolean;
}

/** A report as its readers get it, with the models that were asked for. */
export interface VisibleReport extends AttributionReport {
  /** Null of other subjects. */
  readonly campaign: CampaignWithPlacements | null;
  readonly state: ReportState;
  readonly dataState: DataState;
}

/** Credits of one line under the models asked for and in their order. */
export interface CreditLine extends LineKey {
  readonly credits: readonly { readonly conversionMillionths: bigint; readonly value: bigint }[];
}
