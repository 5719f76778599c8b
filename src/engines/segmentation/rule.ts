import type { PersonLeafRule } from "./person-rule";
import type { BrandScope, MoneyRange, TouchRule } from "./touch-rule";

export { type Action, actions, type BrandScope, brandScopes, type Site } from "./touch-rule";

/*
 * Terms of this engine
 *
 * person:      one ordinal, an unsigned 32-bit number.
 * universe:    the people about whom a rule may say anything. Every answer is a subset of it, and `not` is relative to it.
 * rule:        a node of a tree that says yes or no of each person. Composites (allOf, anyOf, not) combine rules, leaves ask
 *              one question of the data.
 * own brand:   the brand for which a tree is read. A tree does not name it, so the same tree serves any brand.
 * instant:     a rule is read as of one instant; `within` looks back from there. All windows are half open: [from, to).
 * canonical:   the one form of all trees that differ only in order, repetition or nesting; what is hashed and computed.
 * plan:        a canonical tree with its distinct leaves. Whoever holds the data answers each leaf once with a bitmap.
 *
 * Two values, not three. A count or sum of touchpoints is always known: who never did has 0, so `did` with `times { max }` holds
 * for people who never did, and `not (count > n)` is `count <= n or never`. A label is known as well: who has no stage, cell
 * or place in a pack is in none of those that a leaf lists, so the leaf is false and its `not` is true. docs/audience-rules.md
 * says it leaf by leaf.
 */

export type Stage = "AWARE" | "APPEAL" | "ACT" | "ADVOCATE";

/** Where somebody stands for the own brand. LAPSED: met, and in no stage. NOT_MET: has no label. Everybody stands in one. */
export const stagePositions = ["NOT_MET", "LAPSED", "AWARE", "APPEAL", "ACT", "ADVOCATE"] as const;
export type StagePosition = (typeof stagePositions)[number];

export const intents = ["BRAND", "CATEGORY", "PLATFORM"] as const;
export type Intent = (typeof intents)[number];
export const loyalties = ["LOYAL", "POTENTIAL", "SWING"] as const;
export type Loyalty = (typeof loyalties)[number];
export type CrowdGroup = "BASE" | "POTENTIAL" | "INDUSTRY" | "PENETRATION";

/** A rule that passed `readRule`: plain JSON, shaped like its input so that paths and stored trees are the caller's own. */
export type Rule =
  | { readonly allOf: readonly Rule[] }
  | { readonly anyOf: readonly Rule[] }
  | { readonly not: Rule }
  | LeafRule;

export type LeafRule =
  | { readonly stage: StageRule }
  | { readonly cell: CellRule }
  | { readonly group: GroupRule }
  | { readonly moved: MovedRule }
  | { readonly did: DidRule }
  | { readonly frequency: FrequencyRule }
  | { readonly sequence: SequenceRule }
  | { readonly rfm: RfmRule }
  | { readonly lookAlike: LookAlikeRule }
  | PersonLeafRule;

export interface StageRule {
  readonly in: readonly Stage[];
  /** Instant in RFC 3339, UTC; null: the instant the tree is read as of. */
  readonly at: string | null;
}

/** In a cell of one of these rows and one of these columns. */
export interface CellRule {
  readonly intent: readonly Intent[];
  readonly loyalty: readonly Loyalty[];
  /** Instant in RFC 3339, UTC; absent: the instant the tree is read as of. */
  readonly at?: string;
}

export interface GroupRule {
  readonly in: readonly CrowdGroup[];
  /** As in a cell. */
  readonly at?: string;
}

/** In one of the first positions at one instant, and in one of the second ones at a later one. */
export interface MovedRule {
  readonly from: readonly StagePosition[];
  readonly to: readonly StagePosition[];
  /** Instants in RFC 3339, UTC; until null: the instant the tree is read as of. */
  readonly since: string;
  readonly until: string | null;
}

/** How many touchpoints that meet every given condition a person has in the window. */
export interface DidRule extends TouchRule {
  readonly times: Times;
  /** Of their values in the currency, summed; who has none has 0. */
  readonly totalValue?: MoneyRange;
  readonly window: Window;
}

/** Inclusive bounds; max null: no upper bound. */
export interface Times {
  readonly min: number;
  readonly max: number | null;
}

/** How many exposures off the shop's site a person had in the window. */
export interface FrequencyRule {
  /** Null: any platform. */
  readonly platforms: readonly string[] | null;
  /** Null: any or none. */
  readonly campaignCode: string | null;
  readonly brand: BrandScope;
  readonly times: Times;
  readonly window: Window;
}

/** A touchpoint of each kind in the window, the second one later than the first by what `gap` allows. */
export interface SequenceRule {
  readonly first: TouchRule;
  readonly second: TouchRule;
  /** Hours, both inclusive; equal instants have no order. Max null: no upper bound. */
  readonly gap: { readonly minHours: number; readonly maxHours: number | null };
  readonly window: Window;
}

/** Days are 24 hours before the instant the tree is read as of; from and to are instants in RFC 3339, UTC. */
export type Window =
  | { readonly days: number }
  | { readonly hours: number }
  | { readonly from: string; readonly to: string };

/**
 * Bought in the days before the instant, with scores of recency, frequency and monetary value in the given ranges. Scores are
 * among all who bought of the same brands and category in the same days; who did not buy has none.
 */
export interface RfmRule {
  readonly brand: BrandScope;
  /** Number of a category, which stands for all below it too; null: any or none. */
  readonly categoryId: number | null;
  readonly days: number;
  /** Null: any score, also none where a value is unknown. At least one of the three is given. */
  readonly recency: ScoreRange | null;
  readonly frequency: ScoreRange | null;
  readonly monetary: ScoreRange | null;
}

/** Scores 1 to 5, both ends inclusive. */
export interface ScoreRange {
  readonly min: number;
  readonly max: number;
}

/** Among the highest scores of a look-alike model. */
export interface LookAlikeRule {
  readonly modelId: string;
  /** Per cent of the people whom the model scored, 1 to 100. */
  readonly topPercent: number;
}
