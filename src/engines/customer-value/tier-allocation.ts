import { apportion } from "../numeric/apportion";
import { InvalidInputError } from "../numeric/invalid-input";
import { type ValueTier, valueTiers } from "./value-tiers";

export type TierMultipliers = Readonly<Record<ValueTier, number>>;

export interface TierShare {
  readonly tier: ValueTier;
  readonly multiplier: number;
  /** What was, or would be, spent without multipliers, in minor units. */
  readonly before: bigint;
  readonly amount: bigint;
  /** amount / before, after all were scaled to the same total; null where before is 0. */
  readonly effectiveMultiplier: number | null;
}

/** What is wrong with multipliers; null: nothing. */
export function multiplierProblem({ HIGH, MID, LOW }: TierMultipliers): string | null {
  if (HIGH >= MID && MID >= 1 && LOW <= 1 && LOW >= 0 && Number.isFinite(HIGH)) return null;
  return `Multipliers must fall from HIGH to MID to 1 to LOW, and LOW be at least 0, but got HIGH ${HIGH}, MID ${MID}, LOW ${LOW}; raise the better tiers or lower LOW.`;
}

/**
 * Moves spend to the better tiers and keeps its total to the minor unit: each tier gets in proportion to what it had times its
 * multiplier, by largest remainder.
 */
export function allocateToTiers(
  before: Readonly<Record<ValueTier, bigint>>,
  multipliers: TierMultipliers,
): readonly TierShare[] {
  const problem = multiplierProblem(multipliers);
  if (problem !== null) throw new InvalidInputError(problem);
  const total = valueTiers.reduce((sum, tier) => sum + before[tier], 0n);
  const amounts = apportion(
    total,
    valueTiers.map((tier) => Number(before[tier]) * multipliers[tier]),
  );
  return valueTiers.map((tier, place) => ({
    tier,
    multiplier: multipliers[tier],
    before: before[tier],
    amount: amounts[place]!,
    effectiveMultiplier: before[tier] === 0n ? null : Number(amounts[place]!) / Number(before[tier]),
  }));
}
