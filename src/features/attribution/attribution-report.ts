import type { CampaignWithPlacements } from "../campaigns";
import type { ExposureKind } from "../touchpoints";
import type { ModelKey } from "./model-key";
import type { ReportState } from "./report-state";

/** One published result. Immutable: a later run is the campaign's next version. */
export interface AttributionReport {
  /** That of its run. */
  readonly id: string;
  readonly campaignId: string;
  readonly version: number;
  readonly asOf: Date;
  /** Version of the touchpoint plane from which on it was computed. */
  readonly planeVersion: bigint;
  readonly lookbackDays: number;
  readonly models: readonly ModelKey[];
  /** In the order of `exposureKinds`. */
  readonly exposures: readonly ExposureKind[];
  readonly conversions: bigint;
  readonly valueMinor: bigint;
  readonly unattributedConversions: bigint;
  readonly unattributedValueMinor: bigint;
  readonly currencyCode: string;
}

/** A report as its readers get it, with the models that were asked for. */
export interface VisibleReport extends AttributionReport {
  readonly campaign: CampaignWithPlacements;
  readonly state: ReportState;
}

export const lineDimensions = ["PLATFORM", "PLACEMENT"] as const;
export type LineDimension = (typeof lineDimensions)[number];

/** Credits of one platform, or of one placement of it, under the models asked for and in their order. */
export interface CreditLine {
  readonly platform: string;
  /** Empty by platform, and for what a platform has without a placement shown. */
  readonly placement: string;
  /** By platform: whether any of its placements is shown by itself. */
  readonly hasPlacements: boolean;
  readonly credits: readonly { readonly conversionMillionths: bigint; readonly value: bigint }[];
}
