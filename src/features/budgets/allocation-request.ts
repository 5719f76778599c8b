import type { CampaignStep } from "../campaigns";
import type { BudgetObjective, ObjectiveWeight, PlanCalendar } from "./budget-plan";

export interface MoneyText {
  readonly amount: string;
  readonly currencyCode: string;
}

/** One of the forms; that it is exactly one is checked. */
export interface CurveRequest {
  readonly log?: { readonly a: string; readonly b: string } | null | undefined;
  readonly michaelisMenten?: { readonly maximum: string; readonly halfSaturation: string } | null | undefined;
  readonly hill?:
    | { readonly maximum: string; readonly halfSaturation: string; readonly slope: string }
    | null
    | undefined;
  readonly stored?: { readonly responseCurveId: string; readonly periods: number } | null | undefined;
}

/** A curve of one objective of a weighted mix. */
export interface MixedCurveRequest {
  readonly objective: BudgetObjective;
  readonly curve: CurveRequest;
}

export interface LineRequest {
  readonly placementId: string;
  /** Exactly one of curve and curves; curves for a mix. */
  readonly curve?: CurveRequest | null | undefined;
  readonly curves?: readonly MixedCurveRequest[] | null | undefined;
  readonly lower?: MoneyText | null | undefined;
  readonly upper?: MoneyText | null | undefined;
  readonly current?: MoneyText | null | undefined;
  readonly mayBeOff?: boolean | null | undefined;
}

/** Bounds on what placements receive together: those of a step, a platform or a pack, or named ones. */
export interface GroupRequest {
  readonly step?: CampaignStep | null | undefined;
  readonly platform?: string | null | undefined;
  readonly audiencePackId?: string | null | undefined;
  readonly placementIds?: readonly string[] | null | undefined;
  /** Of the calendar, from 0; absent: all. */
  readonly periods?: readonly number[] | null | undefined;
  readonly lower?: MoneyText | null | undefined;
  readonly upper?: MoneyText | null | undefined;
}

/** What a caller asks for; amounts and curves are in major units, unchecked. */
export interface AllocationRequest {
  readonly campaignId: string;
  readonly name?: string | null | undefined;
  /** Exactly one of total, targetRoi and targetMarginalRoi. */
  readonly total?: MoneyText | null | undefined;
  readonly targetRoi?: string | null | undefined;
  readonly targetMarginalRoi?: string | null | undefined;
  /** Only with a target. */
  readonly maximumTotal?: MoneyText | null | undefined;
  readonly objective: BudgetObjective;
  /** Only with WEIGHTED_MIX. */
  readonly weights?: readonly ObjectiveWeight[] | null | undefined;
  readonly calendar?: PlanCalendar | null | undefined;
  readonly lines: readonly LineRequest[];
  readonly groups?: readonly GroupRequest[] | null | undefined;
}

/** Most lines of one budget: as many as a campaign has placements. */
export const MAX_LINES = 1_000;

/** Most group constraints of one budget. */
export const MAX_GROUPS = 50;

/** Most cells, lines times periods, of a plan with a calendar: 1 s with groups. */
export const MAX_CELLS = 4_000;

/** The same with a return over all as the target, which takes some ten plans to find. */
export const MAX_CELLS_OF_ROI = 1_000;

/** Most periods of a calendar. */
export const MAX_CALENDAR_PERIODS = 60;

/** Most periods that a stored curve is stretched over: two years of days. */
export const MAX_PERIODS = 731;
