import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppressPartition } from "../../platform/small-groups";
import type { CartOutcomes, ProductPeople } from "./rival-intercept.store";
import { tellOverlap } from "./told-overlap";

/** People by what became of their carts, as a caller may see it; null where withheld. The last three sum to the first. */
export interface ToldOutcomes {
  readonly carts: bigint | null;
  readonly kept: bigint | null;
  readonly lost: bigint | null;
  readonly undecided: bigint | null;
  /** lost / carts with its interval; null with either, and without carts. */
  readonly lossRate: ({ readonly value: number } & Interval) | null;
}

export function tellOutcomes({ carts, lost, undecided }: CartOutcomes, smallGroups: SmallGroups): ToldOutcomes {
  const { threshold, roundingBase } = smallGroups;
  const parts = suppressPartition([carts - lost - undecided, lost, undecided].map(BigInt), threshold);
  const [kept, toldLost, toldUndecided] = parts.counts.map((count) =>
    count === null ? null : roundCount(count, roundingBase),
  ) as [bigint | null, bigint | null, bigint | null];
  const isWhole = suppressPartition([BigInt(carts)], threshold).suppressedCells === 0;
  const whole = isWhole ? roundCount(BigInt(carts), roundingBase) : null;
  const rate =
    toldLost === null || whole === null || whole === 0n
      ? null
      : { successes: Math.min(Number(toldLost), Number(whole)), trials: Number(whole) };
  return {
    ...{ carts: whole, kept, lost: toldLost, undecided: toldUndecided },
    lossRate: rate && { value: rate.successes / rate.trials, ...wilsonInterval(rate)! },
  };
}

/** An own product that won, or lost, people; null where withheld. */
export interface ToldProduct {
  readonly product: string;
  readonly some: bigint | null;
  readonly all: bigint | null;
  /** 1: as many of its people went over as of everybody's; a hundredth of a target group index. Null when nobody went over. */
  readonly lift: TargetGroupIndex | null;
}

/** Most lines of a ranking. */
export const MAX_PRODUCTS = 50;

/**
 * Products by how many people went over, then by lift, then by code; those withheld last. People buy several products, so no
 * line follows from others, but each falls into four parts of a whole that is told: a small part withholds the line.
 */
export function rankProducts(
  products: readonly ProductPeople[],
  everybody: { readonly some: number; readonly all: number },
  smallGroups: SmallGroups,
): readonly ToldProduct[] {
  const shown = products.map(({ product, some, all }): ToldProduct => {
    const told = tellOverlap({ both: some, audience: everybody.some, target: all, base: everybody.all }, smallGroups);
    if (!told) return { product, some: null, all: null, lift: null };
    const index = targetGroupIndex(told);
    return {
      ...{ product, some: BigInt(told.both), all: BigInt(told.target) },
      lift: index && { value: index.value / 100, low: index.low / 100, high: index.high / 100 },
    };
  });
  const people = ({ some }: ToldProduct): number => Number(some ?? -1n);
  const lift = (row: ToldProduct): number => row.lift?.value ?? 0;
  return shown
    .sort((a, b) => people(b) - people(a) || lift(b) - lift(a) || (a.product < b.product ? -1 : 1))
    .slice(0, MAX_PRODUCTS);
}
