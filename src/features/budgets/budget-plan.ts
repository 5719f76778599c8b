/*
 * Terms of this feature
 *
 * plan:    how a total is split over the placements of a campaign so that the objective is greatest.
 * curve:   what a placement is expected to bring for an amount; given by the caller or stored, in major units.
 * bounds:  the least and the most that a placement may receive.
 * group:   placements that are bounded together, e.g. those of a step, a platform or a crowd.
 *
 * scenario: a plan beside others of its campaign, perhaps with a name.
 * target:  a return in place of a total: as much is spent as still brings it.
 * calendar: periods over which a plan is spread; what is spent in one works on in later ones.
 *
 * A plan is never recomputed, only replaced by another: DRAFT -> APPROVED, and an approved plan stays as it is.
 */

export const budgetObjectives = ["CONVERSIONS", "VALUE", "NEW_AWARE", "NEW_APPEAL", "NEW_ACT", "WEIGHTED_MIX"] as const;
export type BudgetObjective = (typeof budgetObjectives)[number];
export type BudgetPlanState = "DRAFT" | "APPROVED";

/** A curve of one objective in a weighted mix. */
export interface MixedCurvePart {
  readonly objective: BudgetObjective;
  readonly weight: string;
  readonly curve: SingleCurve;
}

export type GivenCurve = SingleCurve | { readonly form: "MIX"; readonly parts: readonly MixedCurvePart[] };

/** Decimal strings as they came, in major units. */
export type SingleCurve =
  | { readonly form: "LOG"; readonly a: string; readonly b: string }
  | { readonly form: "MICHAELIS_MENTEN"; readonly maximum: string; readonly halfSaturation: string }
  | { readonly form: "HILL"; readonly maximum: string; readonly halfSaturation: string; readonly slope: string }
  | { readonly form: "STORED"; readonly responseCurveId: string; readonly periods: number };

/** A line as it was asked for; null: not given. Amounts in minor units. */
export interface GivenLine {
  readonly placementId: string;
  readonly curve: GivenCurve;
  readonly lower: bigint | null;
  readonly upper: bigint | null;
  readonly current: bigint | null;
  /** It may also receive nothing, below its lower bound. */
  readonly mayBeOff: boolean;
  /** Periods of the calendar in which it may be spent; null: all, or no calendar. */
  readonly spendIn: readonly number[] | null;
}

/** What of an amount is expected of one objective of a mix. */
export interface ExpectedPart {
  readonly objective: BudgetObjective;
  readonly expected: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export type TargetKind = "ROI" | "MARGINAL_ROI";

export interface GivenTarget {
  readonly kind: TargetKind;
  /** Units of the objective per major unit. */
  readonly value: string;
}

export interface PlanTarget extends GivenTarget {
  /** Of the plan: over all, or of the last unit. */
  readonly attained: number;
  /** ROI: minor units above which no total attains it; absent of plans that are older. */
  readonly atMost?: string | null;
}

export interface PlanCalendar {
  readonly period: "DAY" | "WEEK";
  /** YYYY-MM-DD in the brand's zone. */
  readonly startsOn: string;
  readonly periods: number;
}

export interface ObjectiveWeight {
  readonly objective: BudgetObjective;
  readonly weight: string;
}

export interface PlanTerms {
  /** Null: the total was given. */
  readonly target: PlanTarget | null;
  /** Empty: one objective. */
  readonly weights: readonly ObjectiveWeight[];
  readonly calendar: PlanCalendar | null;
}

/** Bounds on lines together, by their places. */
export interface GivenGroup {
  readonly lines: readonly number[];
  /** Null: all. */
  readonly periods: readonly number[] | null;
  readonly lower: bigint | null;
  readonly upper: bigint | null;
}

export interface PlannedLine extends GivenLine {
  readonly amount: bigint;
  /** Units of the objective expected of the amount. */
  readonly expected: number;
  /** 95 % of what fits of redrawn residuals expect; null: a given curve has no interval. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Units of the objective per further major unit. */
  readonly marginalReturn: number;
  readonly bound: "NONE" | "LOWER" | "UPPER";
  /** Empty: the plan has no calendar. */
  readonly byPeriod: readonly bigint[];
  /** Empty: one objective. */
  readonly parts: readonly ExpectedPart[];
}

export interface PlanCertificate {
  readonly optimalityGap: number;
  readonly gainOverEqualSplit: number;
  /** Null where no current amounts were given. */
  readonly gainOverCurrent: number | null;
  /** `constraint` is the path of the input that it prices; `price` is per major unit. */
  readonly shadowPrices: readonly { readonly constraint: string; readonly price: number }[];
}

/** A split as it was computed. */
export interface PlannedBudget {
  readonly total: bigint;
  readonly currencyCode: string;
  readonly objective: BudgetObjective;
  readonly lines: readonly PlannedLine[];
  readonly certificate: PlanCertificate;
  readonly terms: PlanTerms;
}

export interface BudgetPlan extends PlannedBudget {
  readonly id: string;
  readonly campaignId: string;
  /** Of the scenario; null: none was given. */
  readonly name: string | null;
  readonly version: number;
  readonly state: BudgetPlanState;
  readonly approvedById: string | null;
  readonly approvedAt: Date | null;
  readonly createdAt: Date;
}
