import { wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";

/** Touchpoints of some people. */
export interface Touches {
  readonly touches: bigint;
  readonly people: bigint;
}

/** As a caller may see them: both null where the people are too few to tell. */
export interface ShownTouches {
  readonly touches: bigint | null;
  readonly people: bigint | null;
}

/** Why a figure is null. */
export const nullReasons = ["SUPPRESSED", "BASE_NOT_POSITIVE"] as const;
export type NullReason = (typeof nullReasons)[number];

export const WITHHELD: ShownTouches = { touches: null, people: null };

export function showTouches({ touches, people }: Touches, { threshold, roundingBase }: SmallGroups): ShownTouches {
  if (suppress(people, threshold) === null) return WITHHELD;
  return { touches: roundCount(touches, roundingBase), people: roundCount(people, roundingBase) };
}

/** Of parts that add up: a part of few people is withheld, and others with it, so that it does not follow from the sum. */
export function showParts(parts: readonly Touches[], smallGroups: SmallGroups): readonly ShownTouches[] {
  const told = suppressPartition(
    parts.map(({ people }) => people),
    smallGroups.threshold,
  ).counts;
  return parts.map((part, index) => (told[index] === null ? WITHHELD : showTouches(part, smallGroups)));
}

export interface ShownShare {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Share of rounded counts with its Wilson interval; null without a base, and where the part or the rest is too small to tell. */
export function showShare(part: bigint, base: bigint, { threshold, roundingBase }: SmallGroups): ShownShare | null {
  if (suppressPartition([part, base - part], threshold).suppressedCells > 0) return null;
  return shareOf(roundCount(part, roundingBase), roundCount(base, roundingBase));
}

/** Of counts that may be told; null without a base. */
export function shareOf(numerator: bigint, denominator: bigint): ShownShare | null {
  const [successes, trials] = [Number(numerator < denominator ? numerator : denominator), Number(denominator)];
  const interval = wilsonInterval({ successes, trials });
  return interval && { value: successes / trials, ...interval, numerator, denominator };
}

/** after / before - 1; null of no base. */
export const changeOf = (after: number, before: number): number | null => (before > 0 ? after / before - 1 : null);

/** Total of told touches; null when one is withheld. */
export const sumOf = (shown: readonly ShownTouches[]): bigint | null =>
  shown.reduce<bigint | null>((sum, { touches }) => (sum === null || touches === null ? null : sum + touches), 0n);
