import type { OverlayId } from "../people";
import type { RuleSet } from "./rule-set";

/**
 * Which touchpoints of a brand count. CATEGORY: those whose category lies in the tree of `categoryId`, and those without
 * a category when the brand's primary category does.
 */
export type CategoryScope = { readonly kind: "ALL" } | { readonly kind: "CATEGORY"; readonly categoryId: number };

export interface LabelledBrand {
  readonly id: number;
  /** IANA zone in which its order days begin. */
  readonly zone: string;
  /** The category of its nine-grid under scope ALL; null: the brand has none, and its nine-grid knows own orders only. */
  readonly primaryCategoryId: number | null;
}

/** Who is labelled, by which rules, over which touchpoints. */
export interface LabelTarget {
  readonly ruleSet: RuleSet;
  /** Sources whose touchpoints may be read. */
  readonly sourceIds: readonly number[];
  /** Whose reading of people; null: the cloud's. */
  readonly overlayId: OverlayId;
  readonly scope: CategoryScope;
  readonly brands: readonly LabelledBrand[];
}

/** Touchpoints before `asOf` count. */
export interface LabelRequest extends LabelTarget {
  /** Names the bitmaps: fresh for every pass, as a second pass under it would add to the first. */
  readonly labelsId: string;
  readonly asOf: Date;
}

/** How far people get at any instant of (from, to]. */
export interface ReachRequest extends LabelTarget {
  /** Names the bitmaps of the pass that labelled the same target at `from`. */
  readonly labelsId: string;
  readonly from: Date;
  readonly to: Date;
}

/** What people did in [from, to). */
export interface ActivityRequest extends LabelTarget {
  /** Names the bitmaps of the pass that labelled the same target at `to`. */
  readonly labelsId: string;
  readonly from: Date;
  readonly to: Date;
}
