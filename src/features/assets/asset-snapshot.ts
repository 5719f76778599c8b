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
  /** False once its bitmaps were given up by the retention of labels; the figures stay. */
  readonly hasLabels: boolean;
  /** The snapshot of the same brand, category, instant and rules that was known before; null: it is the first. */
  readonly restatesId: string | null;
  /** The snapshot that took its place; null: it stands. */
  readonly restatedBy: { readonly id: string; readonly at: Date } | null;
  /** Whom the figures count and nobody may know any more. */
  readonly erasedPeople: bigint;
}

/** A snapshot as it is published: what later snapshots and changes say of it comes after. */
export type NewAssetSnapshot = Omit<
  AssetSnapshot,
  "isOutdated" | "erasedPeople" | "hasLabels" | "restatesId" | "restatedBy"
>;

/** Which of several snapshots of one instant is meant. */
export interface SnapshotChoice {
  /** Absent: of the rules in force for the brand, and where none was taken by these, the newest. */
  readonly ruleSetId?: string | null | undefined;
  /** As it was known then; absent: now. */
  readonly knownAt?: Date | null | undefined;
}

export const trendGrains = ["DAY", "WEEK", "MONTH"] as const;
export type TrendGrain = (typeof trendGrains)[number];
