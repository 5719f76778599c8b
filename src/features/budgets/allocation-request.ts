import type { BudgetObjective } from "./budget-plan";

export interface MoneyText {
  readonly amount: string;
  readonly currencyCode: string;
}

/** One of the forms; that it is exactly one is checked. */
export interface CurveRequest {
  readonly log?: { readonly a: string; readonly b: string } | null | undefined;
  readonly michaelisMenten?: { readonly maximum: string; readonly halfSaturation: string } | null | undefined;
}

export interface LineRequest {
  readonly placementId: string;
  readonly curve: CurveRequest;
  readonly lower?: MoneyText | null | undefined;
  readonly upper?: MoneyText | null | undefined;
  readonly current?: MoneyText | null | undefined;
}

/** What a caller asks for; amounts and curves are in major units, unchecked. */
export interface AllocationRequest {
  readonly campaignId: string;
  readonly total: MoneyText;
  readonly objective: BudgetObjective;
  readonly lines: readonly LineRequest[];
}

/** Most lines of one budget: as many as a campaign has placements. */
export const MAX_LINES = 1_000;
