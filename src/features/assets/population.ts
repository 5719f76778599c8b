import type { OverlayId } from "../people";
import type { LabelledBrand } from "./label-request";
import type { RuleSetDefinition } from "./rule-set";

/** The category that a nine-grid is about: touchpoints of its tree, and those without a category of the brands that sell in it. */
export interface Market {
  readonly categoryIds: readonly number[];
  readonly brandIds: readonly number[];
}

/** Brands that one statement can label together. */
export interface Population {
  readonly definition: RuleSetDefinition;
  readonly sourceIds: readonly number[];
  /** What people are read through. */
  readonly overlayId: OverlayId;
  readonly brands: readonly LabelledBrand[];
  /** Null: all touchpoints of a brand count. Otherwise those of these categories, and those without one if the brand's primary one is among them. */
  readonly scopeCategoryIds: readonly number[] | null;
  /** Null: the brand, then the only one, has no category, so its own orders are all there is to be loyal to. */
  readonly market: Market | null;
}

/** A tagged text with its parameters; nothing from outside is ever part of the text. */
export interface Statement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}
