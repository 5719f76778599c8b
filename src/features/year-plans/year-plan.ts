import type { BudgetObjective, MoneyText, PlanCertificate } from "../budgets";

/*
 * Terms of this feature
 *
 * year plan: how a year's total is split over months and channels so that the objective is greatest; a scenario beside others.
 * channel:   a platform with a response curve of the brand, fitted on what was spent before, e.g. last year.
 * season:    how much more or less than usual a month brings for the same money.
 * last year: what media reported by platform and month of the year before, and its pattern at this year's total.
 *
 * A plan is never recomputed: DRAFT -> APPROVED, once and for good.
 */

export interface YearPlanLine {
  readonly platform: string;
  /** 1 to 12. */
  readonly month: number;
  /** Minor units. */
  readonly amount: bigint;
  readonly expected: number;
  /** Per major unit. */
  readonly marginalReturn: number;
  /** Minor units that media reported of the month a year before; null: nothing of the year. */
  readonly lastYear: bigint | null;
}

export interface YearPlanCertificate
  extends Pick<PlanCertificate, "optimalityGap" | "gainOverEqualSplit" | "shadowPrices"> {
  /** Over the same total in last year's proportions; null: media reported nothing of the channels. */
  readonly gainOverLastYear: number | null;
}

export interface PlannedYear {
  readonly total: bigint;
  readonly currencyCode: string;
  readonly objective: BudgetObjective;
  /** By channel, then by month. */
  readonly lines: readonly YearPlanLine[];
  readonly certificate: YearPlanCertificate;
}

export interface YearPlan extends PlannedYear {
  readonly id: string;
  readonly brandId: number;
  readonly year: number;
  readonly name: string | null;
  readonly version: number;
  readonly state: "DRAFT" | "APPROVED";
  readonly approvedById: string | null;
  readonly approvedAt: Date | null;
  readonly createdAt: Date;
}

export interface ChannelRequest {
  readonly platform: string;
  readonly responseCurveId: string;
  readonly lower?: MoneyText | null | undefined;
  readonly upper?: MoneyText | null | undefined;
}

export interface MonthRequest {
  readonly month: number;
  readonly season?: string | null | undefined;
  readonly lower?: MoneyText | null | undefined;
  readonly upper?: MoneyText | null | undefined;
}

export interface YearPlanRequest {
  readonly brandId: number;
  readonly year: number;
  readonly name?: string | null | undefined;
  readonly total?: MoneyText | null | undefined;
  readonly objective: BudgetObjective;
  readonly channels: readonly ChannelRequest[];
  readonly months?: readonly MonthRequest[] | null | undefined;
}

export const MONTHS = 12;
export const MAX_CHANNELS = 50;
/** Most year plans of a year that a brand lists; older ones are found by id. */
export const MAX_LISTED_PLANS = 50;
