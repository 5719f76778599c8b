import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import { type Rate, rateOf } from "../effects";

/** From the search to the order, each at or after the one before. */
export const takeoverHops = ["SEARCH", "DETAIL", "CART", "ORDER"] as const;
export type TakeoverHop = (typeof takeoverHops)[number];

/** People of one hop, in the order of the hops. */
export interface HopCounts {
  /** Came here by all hops before. */
  readonly reached: bigint;
  /** Did it at or after the search, by whatever way. */
  readonly afterSearch: bigint;
}

/** As a caller may see it: null where withheld. */
export interface HopFigures {
  readonly hop: TakeoverHop;
  readonly people: bigint | null;
  /** Of those of the hop before, those who did not come here; null for the first. */
  readonly lost: bigint | null;
  readonly lossRate: Rate | null;
  readonly afterSearch: bigint | null;
}

/** No small count, loss, or group that skipped a hop follows from what is told. */
export function tellHops(
  counts: readonly HopCounts[],
  { threshold, roundingBase }: SmallGroups,
): readonly HopFigures[] {
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const add = (name: string, count: bigint, rank: number | null): string => {
    named.set(name, { count, rank });
    return name;
  };
  for (const [k, { reached, afterSearch }] of counts.entries()) {
    add(`reached ${k}`, reached, 2);
    for (let j = 0; j < k; j++) {
      const rest = add(`lost ${j} ${k}`, counts[j]!.reached - reached, j === k - 1 ? 0 : null);
      sums.push({ whole: `reached ${j}`, parts: [`reached ${k}`, rest] });
    }
    if (k === 0) continue;
    add(`after ${k}`, afterSearch, 1);
    sums.push({ whole: `after ${k}`, parts: [`reached ${k}`, add(`skipped ${k}`, afterSearch - reached, null)] });
    sums.push({ whole: "reached 0", parts: [`after ${k}`, add(`never ${k}`, counts[0]!.reached - afterSearch, null)] });
  }
  const withheld = withheldCounts(named, sums, threshold);
  const told = (name: string): bigint | null =>
    withheld.has(name) ? null : roundCount(named.get(name)!.count, roundingBase);
  return takeoverHops.map((hop, k) => {
    const people = told(`reached ${k}`);
    if (k === 0) return { hop, people, lost: null, lossRate: null, afterSearch: people };
    const lost = told(`lost ${k - 1} ${k}`);
    return { hop, people, lost, lossRate: rateOf(lost, told(`reached ${k - 1}`)), afterSearch: told(`after ${k}`) };
  });
}
