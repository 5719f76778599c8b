import type { OverlayId } from "../people";
import type { ExposureKind, Site } from "../touchpoints";
import type { Conversion } from "./conversion-action";
import type { Dimension } from "./dimension";

/** Contacts by how much people do: they were shown something, or they went after it. */
export const contactClasses = ["SHOWN", "ENGAGED"] as const;
export type ContactClass = (typeof contactClasses)[number];

/** How old touches of a site, or of a class, may be at the conversion; null: of any. */
export interface Lookback {
  readonly site: Site | null;
  readonly contact: ContactClass | null;
  readonly days: number;
}

/** What converts, and which touches may be credited for it. */
export interface JourneyQuestion {
  readonly brandId: number;
  readonly zone: string;
  readonly currencyCode: string;
  /** CAMPAIGN: touches that name it or one of its placements; BRAND: those, of all campaigns, and all that name the brand. */
  readonly scope: "CAMPAIGN" | "BRAND";
  readonly campaignCodes: readonly string[];
  /** Every external id of the placements. */
  readonly placements: readonly { readonly platform: string; readonly placement: string }[];
  readonly conversion: Conversion;
  /** Of the conversion; half open. */
  readonly from: Date;
  readonly to: Date;
  /** Nothing at or after it is read. */
  readonly asOf: Date;
  readonly lookbackDays: number;
  /** The first that fits a touch holds in place of `lookbackDays`. */
  readonly lookbacks: readonly Lookback[];
  readonly dimensions: readonly Dimension[];
  /** Kinds that may be credited. */
  readonly exposures: readonly ExposureKind[];
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  /** What people are read through. */
  readonly overlayId: OverlayId;
}
