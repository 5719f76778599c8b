import { type PersonLeafInput, personVariants } from "./person-input";
import type { CrowdGroup, Intent, Loyalty, Stage, StagePosition } from "./rule";
import type { Action, BrandScope, CodeField, Site } from "./touch-rule";

type Optional<T> = T | null | undefined;

/** A rule as a caller writes it: one field a variant, exactly one of them set. `readRule` checks it. */
export interface RuleInput extends PersonLeafInput {
  readonly allOf?: Optional<readonly RuleInput[]>;
  readonly anyOf?: Optional<readonly RuleInput[]>;
  readonly not?: Optional<RuleInput>;
  readonly stage?: Optional<StageInput>;
  readonly cell?: Optional<CellInput>;
  readonly group?: Optional<GroupInput>;
  readonly moved?: Optional<MovedInput>;
  readonly did?: Optional<DidInput>;
  readonly frequency?: Optional<FrequencyInput>;
  readonly sequence?: Optional<SequenceInput>;
  readonly rfm?: Optional<RfmInput>;
  readonly lookAlike?: Optional<LookAlikeInput>;
}

export interface StageInput {
  readonly in: readonly Stage[];
  readonly at?: Optional<Date>;
}

/** An absent axis is all of it; at least one is given. */
export interface CellInput {
  readonly intent?: Optional<readonly Intent[]>;
  readonly loyalty?: Optional<readonly Loyalty[]>;
  readonly at?: Optional<Date>;
}

export interface GroupInput {
  readonly in: readonly CrowdGroup[];
  readonly at?: Optional<Date>;
}

export interface MovedInput {
  readonly from: readonly StagePosition[];
  readonly to: readonly StagePosition[];
  readonly since: Date;
  readonly until?: Optional<Date>;
}

/** A look-back; exactly one of the two. */
export interface WithinInput {
  readonly days?: Optional<number>;
  readonly hours?: Optional<number>;
}

/** Exactly one of the two. */
export interface WindowInput {
  readonly within?: Optional<WithinInput>;
  readonly between?: Optional<{ readonly from: Date; readonly to: Date }>;
}

export interface TimesInput {
  readonly min?: Optional<number>;
  readonly max?: Optional<number>;
}

export interface TouchInput extends CodesInput {
  readonly action: Action;
  readonly platforms?: Optional<readonly string[]>;
  readonly site?: Optional<Site>;
  /** Absent: OWN. */
  readonly brand?: Optional<BrandScope>;
  readonly categoryId?: Optional<number>;
  readonly campaignCode?: Optional<string>;
  /** In their one spelling. */
  readonly keywords?: Optional<readonly string[]>;
  readonly aliasOf?: Optional<{ readonly productCodes?: Optional<readonly string[]> }>;
  readonly value?: Optional<MoneyRangeInput>;
}

type CodesInput = { readonly [Field in CodeField]?: Optional<readonly string[]> };

/** In minor units as decimal digits; at least one bound is given. */
export interface MoneyRangeInput {
  readonly currencyCode: string;
  readonly min?: Optional<string>;
  readonly max?: Optional<string>;
}

export interface DidInput extends TouchInput, WindowInput {
  /** Absent: at least once, and any number with totalValue. With max alone, min is 0. */
  readonly times?: Optional<TimesInput>;
  readonly totalValue?: Optional<MoneyRangeInput>;
}

export interface FrequencyInput extends TimesInput, WindowInput {
  readonly platforms?: Optional<readonly string[]>;
  readonly campaignCode?: Optional<string>;
  /** Absent: OWN. */
  readonly brand?: Optional<BrandScope>;
}

export interface SequenceInput extends WindowInput {
  readonly first: TouchInput;
  readonly second: TouchInput;
  /** Absent: later by whatever. */
  readonly gap?: Optional<{ readonly minHours?: Optional<number>; readonly maxHours?: Optional<number> }>;
}

/** An absent range is any score; at least one is given. */
export interface RfmInput {
  /** Absent: OWN. */
  readonly brand?: Optional<BrandScope>;
  readonly categoryId?: Optional<number>;
  /** In days. */
  readonly within: WithinInput;
  readonly recency?: Optional<ScoreRangeInput>;
  readonly frequency?: Optional<ScoreRangeInput>;
  readonly monetary?: Optional<ScoreRangeInput>;
}

/** An absent end is the end of the scale; at least one is given. */
export interface ScoreRangeInput {
  readonly min?: Optional<number>;
  readonly max?: Optional<number>;
}

export interface LookAlikeInput {
  readonly modelId: string;
  readonly topPercent: number;
}

export const variants = [
  "allOf",
  "anyOf",
  "not",
  "stage",
  "cell",
  "group",
  "moved",
  "did",
  "frequency",
  "sequence",
  "rfm",
  "lookAlike",
  ...personVariants,
] as const;

/** What a caller got wrong; `path` leads from the root of the tree to the field. */
export interface RuleProblem {
  readonly path: readonly string[];
  readonly message: string;
}
