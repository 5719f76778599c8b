import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import { type Hop, hops } from "./hop";

export interface HopLag {
  readonly medianHours: number;
  readonly p90Hours: number;
}

/** One hop as counted, in the order of `hops`. */
export interface HopCounts {
  /** Who did it in the window, in the chain or not. */
  readonly people: bigint;
  /** Who reached it in the chain. */
  readonly reached: bigint;
  /** Who did it, but never at or after an exposure. */
  readonly withoutExposure: bigint;
  /** From the hop before, of those who reached this one; null for the first hop, and when nobody did. */
  readonly lag: HopLag | null;
}

export type ChainCounts = readonly HopCounts[];

type Count = bigint | null;

/** One hop as a caller may see it: null where withheld. */
export interface ShownHop {
  readonly hop: Hop;
  readonly people: Count;
  readonly reached: Count;
  /** Did it at or after an exposure, but not after all hops between. */
  readonly skipped: Count;
  readonly withoutExposure: Count;
  /** Reached the hop before and not this one; null for the first hop. */
  readonly lost: Count;
  /** 0 to 1; null without a base. */
  readonly lostShare: number | null;
  readonly lag: HopLag | null;
}

/** The counts of every hop, withheld where small groups would show; losses over several hops are protected like single ones. */
export function showChain(counts: ChainCounts, smallGroups: SmallGroups): readonly ShownHop[] {
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const add = (name: string, count: bigint, rank: number | null): number => named.set(name, { count, rank }).size;
  for (const [k, { people, reached, withoutExposure }] of counts.entries()) {
    add(`reached ${k}`, reached, 3);
    for (let j = 0; j < k; j++) {
      add(`lost ${j} ${k}`, counts[j]!.reached - reached, j === k - 1 ? 0 : null);
      sums.push({ whole: `reached ${j}`, parts: [`reached ${k}`, `lost ${j} ${k}`] });
    }
    add(`people ${k}`, people, 2);
    add(`skipped ${k}`, people - reached - withoutExposure, 1);
    add(`without ${k}`, withoutExposure, 1);
    sums.push({ whole: `people ${k}`, parts: [`reached ${k}`, `skipped ${k}`, `without ${k}`] });
  }
  const withheld = withheldCounts(named, sums, smallGroups.threshold);
  const told = (name: string): Count => {
    const count = named.get(name)?.count;
    return count === undefined || withheld.has(name) ? null : roundCount(count, smallGroups.roundingBase);
  };
  return hops.map((hop, k) => {
    const lost = told(`lost ${k - 1} ${k}`);
    const base = told(`reached ${k - 1}`);
    const reached = told(`reached ${k}`);
    return {
      hop,
      people: told(`people ${k}`),
      reached,
      skipped: told(`skipped ${k}`),
      withoutExposure: told(`without ${k}`),
      lost,
      lostShare: lost === null || !base ? null : Number(lost) / Number(base),
      lag: reached === null ? null : counts[k]!.lag,
    };
  });
}
