import type { Action, BrandScope, CrowdGroup, Intent, Loyalty, Site, Stage } from "./rule";

type Optional<T> = T | null | undefined;

/** A rule as a caller writes it: one field a variant, exactly one of them set. `readRule` checks it. */
export interface RuleInput {
  readonly allOf?: Optional<readonly RuleInput[]>;
  readonly anyOf?: Optional<readonly RuleInput[]>;
  readonly not?: Optional<RuleInput>;
  readonly stage?: Optional<StageInput>;
  readonly cell?: Optional<CellInput>;
  readonly group?: Optional<{ readonly in: readonly CrowdGroup[] }>;
  readonly did?: Optional<DidInput>;
  readonly pack?: Optional<{ readonly id: string }>;
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
}

export interface DidInput {
  readonly action: Action;
  readonly platforms?: Optional<readonly string[]>;
  readonly site?: Optional<Site>;
  /** Absent: OWN. */
  readonly brand?: Optional<BrandScope>;
  readonly categoryId?: Optional<number>;
  readonly campaignCode?: Optional<string>;
  /** Absent: at least once. With max alone, min is 0. */
  readonly times?: Optional<{ readonly min?: Optional<number>; readonly max?: Optional<number> }>;
  readonly within?: Optional<{ readonly days: number }>;
  readonly between?: Optional<{ readonly from: Date; readonly to: Date }>;
}

/** An absent range is any score; at least one is given. */
export interface RfmInput {
  /** Absent: OWN. */
  readonly brand?: Optional<BrandScope>;
  readonly categoryId?: Optional<number>;
  readonly within: { readonly days: number };
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

export const variants = ["allOf", "anyOf", "not", "stage", "cell", "group", "did", "pack", "rfm", "lookAlike"] as const;

/** What a caller got wrong; `path` leads from the root of the tree to the field. */
export interface RuleProblem {
  readonly path: readonly string[];
  readonly message: string;
}
