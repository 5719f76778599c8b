import type { AssetFigures } from "./asset-figures";
import type { RuleSet } from "./rule-set";

/** What makes two snapshots the same as long as neither is outdated: the second one would only repeat the first one's figures. */
export interface SnapshotKey {
  readonly brandId: number;
  /** Null: all categories. */
  readonly categoryId: number | null;
  readonly asOf: Date;
  readonly ruleSetId: string;
  /** Version of the people that was read. */
  readonly peopleVersion: bigint;
}

/** A published, unchangeable figure of (brand, category or all, asOf, rule set, knownAt). */
export interface AssetSnapshot extends Omit<SnapshotKey, "ruleSetId"> {
  readonly id: string;
  readonly knownAt: Date;
  /** Version of the touchpoint plane that was read. */
  readonly planeVersion: bigint;
  readonly ruleSet: RuleSet;
  /** Names its bitmaps for `labelBitmap`. */
  readonly labelsId: string;
  readonly figures: AssetFigures;
  readonly isOutdated: boolean;
  /** Whom the figures count and nobody may know any more. */
  readonly erasedPeople: bigint;
}

/** OUTDATED: touchpoints that concern it came or went after it was taken, so taking it again may give other figures. */
export type AssetSnapshotState = "COMPLETE" | "OUTDATED";

export const trendGrains = ["DAY", "WEEK", "MONTH"] as const;
export type TrendGrain = (typeof trendGrains)[number];
