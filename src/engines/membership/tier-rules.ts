/** What a tier asks of a member; null asks nothing. */
export interface TierConditions {
  /** Minor units of net orders. */
  readonly minimumSpend: number | null;
  /** Different days with a net order. */
  readonly minimumOrderDays: number | null;
  /** Whole days of 24 hours since joining. */
  readonly minimumTenureDays: number | null;
}

/** Names of the conditions. */
export const tierConditions = ["minimumSpend", "minimumOrderDays", "minimumTenureDays"] as const;
export type TierCondition = (typeof tierConditions)[number];

/** How members are put into tiers. */
export interface TierRules {
  /** Whether a tier asks for all of its conditions or for one of them. */
  readonly match: "ALL" | "ANY";
  /** Orders of so many days before an instant count at it. */
  readonly qualifyingDays: number;
  /** A tier that was reached is kept for so many days. */
  readonly keepingDays: number;
  /** Lowest first; the first asks nothing. */
  readonly tiers: readonly TierConditions[];
}

/** What is wrong with the tiers, at the place of one. */
export interface TierProblem {
  readonly kind: "BASE_ASKS" | "NO_CONDITION" | "GAP" | "OVERLAP";
  readonly tier: number;
  /** Null: the tier as a whole. */
  readonly condition: TierCondition | null;
}

/**
 * Tiers are a ladder: the first takes every member, and whoever meets a tier meets all below it and not the other way round.
 * GAP: a member could meet the tier without meeting the one below. OVERLAP: whoever meets the one below meets this one too.
 */
export function findTierProblems({ match, tiers }: Pick<TierRules, "match" | "tiers">): readonly TierProblem[] {
  return tiers.flatMap((tier, index): readonly TierProblem[] => {
    const asked = tierConditions.filter((condition) => tier[condition] !== null);
    if (index === 0) return asked.map((condition) => ({ kind: "BASE_ASKS", tier: index, condition }));
    if (asked.length === 0) return [{ kind: "NO_CONDITION", tier: index, condition: null }];
    if (index === 1) return [];
    const below = tiers[index - 1]!;
    const gaps = tierConditions.filter((condition) => leavesGap(match, below[condition], tier[condition]));
    if (gaps.length > 0) return gaps.map((condition) => ({ kind: "GAP", tier: index, condition }));
    const isSame = tierConditions.every((condition) => tier[condition] === below[condition]);
    return isSame ? [{ kind: "OVERLAP", tier: index, condition: null }] : [];
  });
}

/** With ALL a tier keeps every condition of the one below and may add some; with ANY it may drop some and adds none. */
function leavesGap(match: TierRules["match"], below: number | null, above: number | null): boolean {
  if (below !== null && above !== null) return above < below;
  return match === "ALL" ? below !== null : above !== null;
}
