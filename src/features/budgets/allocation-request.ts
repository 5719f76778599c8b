import type { CampaignStep } from "../campaigns";
import type { BudgetObjective } from "./budget-plan";

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

export interface LineRequest {
  readonly placementId: string;
  readonly curve: CurveRequest;
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
  readonly lower?: MoneyText | null | undefined;
  readonly upper?: MoneyText | null | undefined;
}

/** What a caller asks for; amounts and curves are in major units, unchecked. */
export interface AllocationRequest {
  readonly campaignId: string;
  readonly total: MoneyText;
  readonly objective: BudgetObjective;
  readonly lines: readonly LineRequest[];
  readonly groups?: readonly GroupRequest[] | null | undefined;
}

/** Most lines of one budget: as many as a campaign has placements. */
export const MAX_LINES = 1_000;

/** Most group constraints of one budget. */
export const MAX_GROUPS = 50;

/** Most periods that a stored curve is stretched over: two years of days. */
export const MAX_PERIODS = 731;
