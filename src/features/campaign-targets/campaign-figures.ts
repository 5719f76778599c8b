import type { CrowdGroup } from "../assets";
import type { Flow } from "../flows";

/*
 * What a campaign came to, as its organisation may be told it: every count has passed suppression. Plain JSON, for a review keeps
 * it and every figure is made of it alone. Counts are whole numbers below 2^53; null: withheld or not known.
 */

/** Why a figure is null. */
export const figureStates = [
  "KNOWN",
  "SUPPRESSED",
  "NOT_COMPUTED",
  "TOO_FEW_PEERS",
  "NO_REPORT",
  "NO_COST",
  "NO_BASE",
  "NO_GAP",
  "NO_MODEL",
  "NO_SOURCE",
  "NOT_PER_STEP",
  "BASE_NOT_POSITIVE",
] as const;
export type CampaignFigureState = (typeof figureStates)[number];

/** Net orders of the brand in the campaign's window, by the newest attribution report. */
export interface SalesFigures {
  readonly reportVersion: number;
  readonly lookbackDays: number;
  /** RFC 3339. */
  readonly asOf: string;
  readonly isSettled: boolean;
  readonly conversions: number;
  /** Major units. */
  readonly gmv: number;
  readonly attributedGmv: number;
}

/** People by stage, AWARE first, at one instant. */
export interface BoundaryFigures {
  /** RFC 3339. */
  readonly at: string;
  readonly people: readonly (number | null)[];
}

export interface ReachedFigures extends Flow {
  readonly people: number | null;
  readonly reached: number | null;
}

/** An own figure among its industry's. */
export interface IndustryFigure {
  readonly own: number | null;
  readonly state: "KNOWN" | "SUPPRESSED" | "NOT_COMPUTED" | "BASE_NOT_POSITIVE";
  /** Null with too few peers. */
  readonly mean: number | null;
  readonly rank: number | null;
  readonly of: number | null;
}

/** By the category's refresh of one instant. */
export interface IndustryFigures {
  /** RFC 3339. */
  readonly at: string;
  /** Of the category's reference rules; null: there is no refresh of the instant. */
  readonly ruleSetVersion: number | null;
  /** By stage, AWARE first. */
  readonly stages: readonly IndustryFigure[];
  readonly visitRate: IndustryFigure;
  readonly searchRate: IndustryFigure;
  readonly groups: Readonly<Record<CrowdGroup, number | null>>;
}

/** The brand's asset people against its peers' between the two refreshes. */
export interface GrowthFigures {
  readonly rate: number | null;
  readonly industryRate: number | null;
  readonly rank: number | null;
  readonly of: number | null;
  readonly industryMeanDelta: number | null;
  /** Own delta / industry's mean delta (V40). */
  readonly deltaRatio: number | null;
  readonly deltaExcess: number | null;
  readonly deltaState: string;
}

export interface CampaignFigures {
  readonly code: string;
  /** RFC 3339; the window that was read, on whole hours. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** Of the rules in force, by which people were labelled. */
  readonly ruleSetVersion: number;
  readonly currencyCode: string;
  /** Null: no report was published. */
  readonly sales: SalesFigures | null;
  /** Major units; null: media reported no cost. */
  readonly cost: number | null;
  /** At the ends of the window and of each step inside it, in the order of time. */
  readonly boundaries: readonly BoundaryFigures[];
  readonly flows: readonly ReachedFigures[];
  /** Who was in no stage at the start and attained AWARE or APPEAL, none deeper (G09). */
  readonly newInterest: number | null;
  /** Null of a step. */
  readonly industry: { readonly before: IndustryFigures; readonly after: IndustryFigures } | null;
  readonly growth: GrowthFigures | null;
  /** Area under the curve of the brand's newest look-alike model; null: there is none. */
  readonly scoreQuality: number | null;
}
