export const actions = [
  "IMPRESSION",
  "CONTENT_VIEW",
  "CLICK",
  "LIVE_VIEW",
  "SEARCH",
  "VISIT",
  "PRODUCT_VIEW",
  "FAVOURITE",
  "FOLLOW",
  "ADD_TO_CART",
  "REMOVE_FROM_CART",
  "CONSULT",
  "ORDER",
  "REFUND",
  "REVIEW",
  "SHARE",
  "ANSWER",
  "MEMBER_JOIN",
  "MEMBER_LEAVE",
  "MEMBER_TIER",
  "BENEFIT_ISSUE",
  "BENEFIT_REDEEM",
] as const;
export type Action = (typeof actions)[number];

export type Site = "OFF_SITE" | "ON_SITE";

/** OWN: the own brand. RIVAL: the other brands of its category. ANY: whatever brand, also none. */
export const brandScopes = ["OWN", "RIVAL", "ANY"] as const;
export type BrandScope = (typeof brandScopes)[number];

/** What touchpoints are named by: lists of the codes that they carry, as callers write them. */
export const codeFields = [
  "contentCodes",
  "creativeCodes",
  "creatorCodes",
  "placementCodes",
  "productCodes",
  "programmeCodes",
  "slotCodes",
] as const;
export type CodeField = (typeof codeFields)[number];

/** With one of the codes of each given list. */
export type TouchCodes = { readonly [Field in CodeField]?: readonly string[] };

/** Which touchpoints are meant: those that meet every given condition. Null and absent ask nothing. */
export interface TouchRule extends TouchCodes {
  readonly action: Action;
  /** Null: any platform. */
  readonly platforms: readonly string[] | null;
  /** Null: both sites. */
  readonly site: Site | null;
  readonly brand: BrandScope;
  /** Number of a category, which stands for all below it too; null: any or none. */
  readonly categoryId: number | null;
  /** Campaign code as touchpoints carry it; null: any or none. */
  readonly campaignCode: string | null;
  /** Whole keywords in their one spelling. */
  readonly keywords?: readonly string[];
  readonly aliasOf?: AliasRule;
  /** Of each touchpoint by itself. */
  readonly value?: MoneyRange;
}

/** The keyword holds an alias that is in force on the touchpoint's day: of one of the products; absent: any of the dictionary. */
export interface AliasRule {
  readonly productCodes?: readonly string[];
}

/** Inclusive bounds in minor units, as decimal digits; absent: no bound. Amounts in other currencies are outside of it. */
export interface MoneyRange {
  readonly currencyCode: string;
  readonly min?: string;
  readonly max?: string;
}
