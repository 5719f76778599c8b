/*
 * Terms of this feature
 *
 * plan:    how a total is split over the placements of a campaign so that the objective is greatest.
 * curve:   what a placement is expected to bring for an amount; given by the caller or stored, in major units.
 * bounds:  the least and the most that a placement may receive.
 * group:   placements that are bounded together, e.g. those of a step, a platform or a crowd.
 *
 * A plan is never recomputed, only replaced by another: DRAFT -> APPROVED, and an approved plan stays as it is.
 */

export const budgetObjectives = ["CONVERSIONS", "VALUE", "NEW_AWARE", "NEW_APPEAL", "NEW_ACT"] as const;
export type BudgetObjective = (typeof budgetObjectives)[number];
export type BudgetPlanState = "DRAFT" | "APPROVED";

/** Decimal strings as they came, in major units. */
export type GivenCurve =
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
}

/** Bounds on lines together, by their places. */
export interface GivenGroup {
  readonly lines: readonly number[];
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
}

export interface BudgetPlan extends PlannedBudget {
  readonly id: string;
  readonly campaignId: string;
  readonly version: number;
  readonly state: BudgetPlanState;
  readonly approvedById: string | null;
  readonly approvedAt: Date | null;
  readonly createdAt: Date;
}
