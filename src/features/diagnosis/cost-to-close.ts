import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { suppressPartition } from "../../platform/small-groups";
import type { FindingMetric } from "./finding-guide";
import type { MediaYield } from "./media-yield";

/** Whether a gap has a price; if not, why. */
export const costStates = [
  "KNOWN",
  "NO_DELIVERY",
  "NOBODY_REACHED",
  "NOBODY_NEW",
  "SUPPRESSED",
  "NOT_MEASURED",
] as const;

export type CostState = (typeof costStates)[number];

/** Spend of a window, and what it brought; null: no placement of the brand has a cost in it. */
export interface PricedYield extends MediaYield {
  readonly costMinor: bigint;
}

/** What closing a gap costs at the yield that was observed (V22). Money in minor units. */
export type CostToClose =
  | { readonly state: Exclude<CostState, "KNOWN"> }
  | {
      readonly state: "KNOWN";
      readonly amountMinor: bigint;
      /** 95 %: by Wilson's interval of the new among the reached. */
      readonly lowMinor: bigint;
      readonly highMinor: bigint;
      readonly newPeople: bigint;
      readonly reached: bigint;
      /** Of the share of the new among the reached. */
      readonly interval: Interval;
      readonly costMinor: bigint;
    };

/** gapPeople / (new people per unit of money). The price of the next person is taken to be that of the last. */
export function costToClose(
  { metric, gapPeople }: { readonly metric: FindingMetric; readonly gapPeople: bigint },
  observed: PricedYield | null,
  threshold: number,
): CostToClose {
  if (!observed) return { state: "NO_DELIVERY" };
  const newPeople = observed.newPeople.get(metric);
  if (newPeople === undefined) return { state: "NOT_MEASURED" };
  const { reached, costMinor } = observed;
  if (reached === 0n) return { state: "NOBODY_REACHED" };
  if (suppressPartition([newPeople, reached - newPeople], threshold).suppressedCells > 0)
    return { state: "SUPPRESSED" };
  if (newPeople === 0n) return { state: "NOBODY_NEW" };
  const interval = wilsonInterval({ successes: Number(newPeople), trials: Number(reached) })!;
  const atShare = (share: number): bigint =>
    BigInt(Math.round((Number(gapPeople) * Number(costMinor)) / (share * Number(reached))));
  return {
    state: "KNOWN",
    amountMinor: halfUp(gapPeople * costMinor, newPeople),
    lowMinor: atShare(interval.high),
    highMinor: atShare(interval.low),
    newPeople,
    reached,
    interval,
    costMinor,
  };
}

const halfUp = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);
