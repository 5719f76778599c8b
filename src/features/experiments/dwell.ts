import { relativeEffect } from "../../engines/experiment/effect";
import { fixedHorizonTest } from "../../engines/experiment/fixed-horizon";
import type { Interval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppress } from "../../platform/small-groups";

/** Lines that are read of each window: those of most stays. */
export const MAX_DWELL_LINES = 200;

/** Stays at one creative and landing page in one of the windows, as sums over people. */
export interface StaySums {
  readonly creative: string;
  readonly landingPage: string;
  readonly window: "BEFORE" | "AFTER";
  readonly people: number;
  readonly stays: number;
  readonly seconds: number;
  /** Sums over people of squares and products of their seconds and stays. */
  readonly secondsSquares: number;
  readonly staysSquares: number;
  readonly products: number;
}

export interface ToldStay {
  readonly people: bigint;
  readonly stays: bigint;
  /** Mean seconds of a stay. */
  readonly mean: number;
}

export interface DwellLine {
  readonly creative: string;
  readonly landingPage: string;
  /** Null when withheld or without stays, as `after`. */
  readonly before: ToldStay | null;
  readonly after: ToldStay | null;
  /** Mean after over mean before; null without both. */
  readonly ratio: { readonly value: number; readonly interval: Interval } | null;
}

/** The lines of most stays first. */
export function dwellLines(sums: readonly StaySums[], smallGroups: SmallGroups): readonly DwellLine[] {
  const places = new Map<string, { before: StaySums | null; after: StaySums | null }>();
  for (const one of sums) {
    const key = JSON.stringify([one.creative, one.landingPage]);
    const place = places.get(key) ?? { before: null, after: null };
    place[one.window === "BEFORE" ? "before" : "after"] = one;
    places.set(key, place);
  }
  const total = ({ before, after }: { before: StaySums | null; after: StaySums | null }): number =>
    (before?.stays ?? 0) + (after?.stays ?? 0);
  return [...places.entries()]
    .sort(([a, one], [b, other]) => total(other) - total(one) || (a < b ? -1 : 1))
    .map(([key, { before, after }]) => {
      const [creative, landingPage] = JSON.parse(key) as [string, string];
      const [first, second] = [tell(before, smallGroups), tell(after, smallGroups)];
      const ratio = first && second ? ratioOf(before!, after!) : null;
      return { creative, landingPage, before: first, after: second, ratio };
    });
}

function tell(sums: StaySums | null, { threshold, roundingBase }: SmallGroups): ToldStay | null {
  if (!sums || sums.stays === 0 || suppress(BigInt(sums.people), threshold) === null) return null;
  const round = (count: number): bigint => roundCount(BigInt(count), roundingBase);
  return { people: round(sums.people), stays: round(sums.stays), mean: sums.seconds / sums.stays };
}

/** Of two means of stays; null where they have no error, as of one person. */
function ratioOf(before: StaySums, after: StaySums): DwellLine["ratio"] {
  const [control, treatment] = [meanOfStays(before), meanOfStays(after)];
  if (!control || !treatment) return null;
  const effect = relativeEffect(control, treatment);
  if (!effect) return null;
  const { value, interval } = fixedHorizonTest(effect);
  return { value: 1 + value, interval: { low: 1 + interval.low, high: 1 + interval.high } };
}

/**
 * Mean seconds of a stay with the variance of a ratio of sums over people, as stays of one person are alike: delta method for ratio
 * metrics, Deng, Knoblich & Lu 2018, KDD, section 3. Null of fewer than two people.
 */
function meanOfStays({ people, stays, seconds, secondsSquares, staysSquares, products }: StaySums) {
  if (people < 2) return null;
  const mean = seconds / stays;
  const residual = Math.max(0, secondsSquares - 2 * mean * products + mean ** 2 * staysSquares);
  return { people, mean, variance: residual / (people - 1) / (stays / people) ** 2 };
}
