import type { CampaignStep } from "../campaigns";

/*
 * Terms of this feature
 *
 * tree:        a brand's budget of a plan year: brand -> campaign -> step -> channel -> crowd; beside these, under the brand or a campaign,
 *              month -> channel for money that a year plan gives to no campaign or step yet. No placement counts there.
 * place:       one node of the tree by what it is about; the brand's is the root.
 * planned:     what a place may cost; its parts are planned within it.
 * committed:   what placements were given by budget plans that were adopted.
 * spent:       what media reported for placements.
 * unallocated: planned, and neither planned for a part nor committed or spent in the place itself.
 * control log: every change of these amounts with who, why, before and after.
 *
 * No change makes any place overspent, or more so: changes of one brand wait for each other, and PostgreSQL checks once more at
 * the end of each transaction that parts fit (`budget_node_children_fit`).
 */

export const budgetLevels = ["BRAND", "CAMPAIGN", "MONTH", "STEP", "CHANNEL", "CROWD"] as const;
export type BudgetLevel = (typeof budgetLevels)[number];

/** From the campaign down; each part only with those before it, a channel with a step or a month. */
export interface BudgetPlace {
  readonly campaignId: string | null;
  /** 1 to 12; never beside a step. */
  readonly month: number | null;
  readonly step: CampaignStep | null;
  /** Code of a platform. */
  readonly channel: string | null;
  /** Key of an audience pack, or {@link NO_PACK}. */
  readonly crowd: string | null;
}

/** The crowd of placements that are aimed at no pack. */
export const NO_PACK = "-";

export interface BudgetTree {
  readonly id: string;
  readonly brandId: number;
  readonly year: number;
  readonly currencyCode: string;
  readonly version: number;
  readonly createdAt: Date;
}

/** What a placement ties up. */
export interface PlacementUse {
  readonly placementId: string;
  readonly place: BudgetPlace;
  readonly committed: bigint;
  readonly spent: bigint;
}

/** What a placement was given by an adopted plan. */
export interface PlacementBudget {
  readonly placementId: string;
  readonly amount: bigint;
  readonly currencyCode: string;
  readonly budgetPlanId: string;
  readonly changedAt: Date;
}

export const MONTHS = 12;
export const MAX_NODES = 5_000;
export const MAX_NEW_LINES = 1_000;
export const MAX_REASON_LENGTH = 500;
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;
