import { InvalidInputError } from "../numeric/invalid-input";

/** People of a tier and what they are worth together. */
export interface TierWorth {
  readonly people: number;
  readonly worth: number;
}

/** How a mean value changed, as shares of the mean at the base: index = 1 + mix + level. */
export interface ValueIndex {
  readonly index: number;
  /** By people standing in other tiers than before. */
  readonly mix: number;
  /** By the tiers being worth more or less. */
  readonly level: number;
}

/**
 * Index of the mean value against a base, split without a rest: mix is the change of each tier's share times the mean of its two
 * means, level the change of its mean times the mean of its two shares (Marshall-Edgeworth weights; Bennet 1920, "The theory of
 * measurement of changes in cost of living"). The tiers of both sides must have the same bounds. A tier that is empty on one side
 * takes its mean from the other, so that all it brings is mix. Null where nobody, or nothing, stands at the base.
 */
export function valueIndex(base: readonly TierWorth[], now: readonly TierWorth[]): ValueIndex | null {
  if (base.length !== now.length)
    throw new InvalidInputError(`Both sides must have the same tiers, but got ${base.length} and ${now.length}.`);
  const [before, after] = [meanOf(base), meanOf(now)];
  if (before === null || after === null || before.mean <= 0) return null;
  let mix = 0;
  let level = 0;
  for (const [place, then] of base.entries()) {
    const late = now[place]!;
    if (then.people === 0 && late.people === 0) continue;
    const own = late.people === 0 ? then.worth / then.people : late.worth / late.people;
    const past = then.people === 0 ? own : then.worth / then.people;
    const [shareThen, shareNow] = [then.people / before.people, late.people / after.people];
    mix += ((shareNow - shareThen) * (past + own)) / 2;
    level += ((own - past) * (shareThen + shareNow)) / 2;
  }
  return { index: after.mean / before.mean, mix: mix / before.mean, level: level / before.mean };
}

function meanOf(tiers: readonly TierWorth[]): { readonly people: number; readonly mean: number } | null {
  const people = tiers.reduce((sum, tier) => sum + tier.people, 0);
  return people === 0 ? null : { people, mean: tiers.reduce((sum, tier) => sum + tier.worth, 0) / people };
}

/** So many points before one say what is usual. */
export const USUAL_POINTS = 7;

export interface ValueAlert {
  /** Mean index of the points before. */
  readonly usual: number;
  /** Which of the two parts fell more. */
  readonly driver: "MIX" | "LEVEL";
}

/** The points of a series that lie more than `tolerance` (a share, e.g. 0.05) below the mean of the seven points before; null for the others. */
export function valueAlerts(series: readonly (ValueIndex | null)[], tolerance: number): readonly (ValueAlert | null)[] {
  return series.map((point, place) => {
    const before = series.slice(Math.max(0, place - USUAL_POINTS), place);
    const known = before.filter((index) => index !== null);
    if (!point || known.length < USUAL_POINTS) return null;
    const meanBefore = (part: keyof ValueIndex): number =>
      known.reduce((sum, index) => sum + index[part], 0) / known.length;
    const usual = meanBefore("index");
    if (point.index >= usual * (1 - tolerance)) return null;
    const driver = point.mix - meanBefore("mix") < point.level - meanBefore("level") ? "MIX" : "LEVEL";
    return { usual, driver };
  });
}
