/*
 * Terms of this feature
 *
 * plan:    how a total is split over the placements of a campaign so that the objective is greatest.
 * curve:   what a placement is expected to bring for an amount; given by the caller, in major units.
 * bounds:  the least and the most that a placement may receive.
 *
 * A plan is never recomputed, only replaced by another: DRAFT -> APPROVED, and an approved plan stays as it is.
 */

export type BudgetObjective = "CONVERSIONS";
export type BudgetPlanState = "DRAFT" | "APPROVED";

/** Decimal strings as they came, in major units. */
export type GivenCurve =
  | { readonly form: "LOG"; readonly a: string; readonly b: string }
  | { readonly form: "MICHAELIS_MENTEN"; readonly maximum: string; readonly halfSaturation: string };

/** A line as it was asked for; null: not given. Amounts in minor units. */
export interface GivenLine {
  readonly placementId: string;
  readonly curve: GivenCurve;
  readonly lower: bigint | null;
  readonly upper: bigint | null;
  readonly current: bigint | null;
}

export interface PlannedLine extends GivenLine {
  readonly amount: bigint;
  /** Conversions expected of the amount. */
  readonly expected: number;
  /** Conversions per further major unit. */
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
