import {
  type BestFrequency,
  bestFrequency,
  capTouches,
  type NoBestReason,
  type TouchCount,
} from "../../engines/effects/frequency-curve";
import type { SmallGroups } from "../../platform/small-groups";
import { type ToldCount, tellCounts } from "../../platform/told-counts";
import { type Rate, rateOf } from "./rate";

/** Buckets of a curve, the last of which is open. */
export const DEFAULT_CAP = 10;
/** Below it a rate of a few percent has an interval several times itself. */
export const DEFAULT_MINIMUM_PEOPLE = 100;

/** As a caller may see it: null where withheld, the rate also without people. */
export interface FrequencyPoint {
  readonly touches: number;
  /** The last one: so many touches or more. */
  readonly isOpen: boolean;
  readonly people: bigint | null;
  readonly conversions: bigint | null;
  readonly rate: Rate | null;
}

export interface FrequencyFigures {
  readonly cap: number;
  readonly minimumPeople: number;
  readonly points: readonly FrequencyPoint[];
  readonly best: BestFrequency | null;
  readonly noBestReason: NoBestReason | null;
}

/** What a caller may see of a curve; the best is found among what is told, so every figure of it follows from the answer. */
export function tellFrequency(
  counts: readonly TouchCount[],
  { cap, minimumPeople }: { readonly cap: number; readonly minimumPeople: number },
  smallGroups: SmallGroups,
): FrequencyFigures {
  const points = tellPoints(capTouches(counts, cap), smallGroups);
  const known = points.flatMap(({ touches, people, conversions }): TouchCount[] =>
    people === null || conversions === null
      ? []
      : [{ touches, people: Number(people), conversions: Number(conversions) }],
  );
  const best = bestFrequency(known, minimumPeople);
  return typeof best === "string"
    ? { cap, minimumPeople, points, best: null, noBestReason: best }
    : { cap, minimumPeople, points, best, noBestReason: null };
}

function tellPoints(counts: readonly TouchCount[], smallGroups: SmallGroups): readonly FrequencyPoint[] {
  const cells = new Map<string, bigint>();
  const told = new Map<string, ToldCount>();
  for (const { touches, people, conversions } of counts) {
    const [won, rest] = [`won ${touches}`, `rest ${touches}`];
    cells.set(won, BigInt(conversions)).set(rest, BigInt(people - conversions));
    told.set(`conversions ${touches}`, { cells: [won], rank: 0 });
    told.set(`people ${touches}`, { cells: [won, rest], rank: 1 });
  }
  const tell = tellCounts(cells, told, smallGroups);
  return counts.map(({ touches }, index) => {
    const [people, conversions] = [tell(`people ${touches}`), tell(`conversions ${touches}`)];
    return { touches, isOpen: index === counts.length - 1, people, conversions, rate: rateOf(conversions, people) };
  });
}
