import { meanRatio } from "../../engines/numeric/mean-ratio";
import { type SmallGroups, suppress } from "../../platform/small-groups";
import type { Estimate } from "./incentive";

/** One week of a brand, of 7 days of 24 hours. */
export interface WeekCounts {
  readonly exposures: bigint;
  /** Minor units net of refunds; null when an order has a value in another currency. */
  readonly value: bigint | null;
  /** People behind the figures. */
  readonly exposed: bigint;
  readonly buyers: bigint;
}

/** As a caller may see it: null where withheld. */
export interface ToldWeek {
  readonly exposures: bigint | null;
  readonly value: bigint | null;
}

export const stalledSalesVerdicts = ["STALLED", "FALLEN", "GROWN", "NOT_EXPOSED", "UNDEFINED"] as const;
export type StalledSalesVerdict = (typeof stalledSalesVerdicts)[number];
export const noStallReasons = ["SUPPRESSED", "NO_EXPOSURES", "NO_SALES", "OTHER_CURRENCY"] as const;
export type NoStallReason = (typeof noStallReasons)[number];

export interface StalledSalesFigures {
  /** From the earliest on; the second half is compared with the first. */
  readonly weeks: readonly ToldWeek[];
  readonly exposureChange: Estimate | null;
  readonly valueChange: Estimate | null;
  readonly verdict: StalledSalesVerdict;
  readonly undefinedReason: NoStallReason | null;
}

/**
 * STALLED: exposures rose by more than `exposureRise` and the interval of the change of value holds 0. Figures of too few people
 * are withheld, and with one of them every change.
 */
export function tellStalledSales(
  weeks: readonly WeekCounts[],
  exposureRise: number,
  { threshold }: SmallGroups,
): StalledSalesFigures {
  const told = weeks.map(({ exposures, value, exposed, buyers }) => ({
    exposures: suppress(exposed, threshold) === null ? null : exposures,
    value: suppress(buyers, threshold) === null ? null : value,
  }));
  const undefinedFor = (undefinedReason: NoStallReason, exposureChange: Estimate | null = null) => ({
    ...{ weeks: told, exposureChange, valueChange: null, verdict: "UNDEFINED" as const, undefinedReason },
  });
  if (weeks.some(({ value }) => value === null)) return undefinedFor("OTHER_CURRENCY");
  if (told.some(({ exposures, value }) => exposures === null || value === null)) return undefinedFor("SUPPRESSED");
  const exposureChange = changeOf(told.map(({ exposures }) => exposures!));
  if (exposureChange === null) return undefinedFor("NO_EXPOSURES");
  const valueChange = changeOf(told.map(({ value }) => value!));
  if (valueChange === null) return undefinedFor("NO_SALES", exposureChange);
  return {
    ...{ weeks: told, exposureChange, valueChange, undefinedReason: null },
    verdict: exposureChange.value > exposureRise ? verdictOfValue(valueChange) : "NOT_EXPOSED",
  };
}

/** The second half's mean over the first one's, less 1; null where a half has nothing. */
function changeOf(values: readonly bigint[]): Estimate | null {
  const half = values.length / 2;
  const numbers = values.map(Number);
  const ratio = meanRatio(numbers.slice(half), numbers.slice(0, half));
  return ratio && { value: ratio.ratio - 1, interval: { low: ratio.low - 1, high: ratio.high - 1 } };
}

function verdictOfValue({ interval }: Estimate): StalledSalesVerdict {
  if (interval.low > 0) return "GROWN";
  return interval.high < 0 ? "FALLEN" : "STALLED";
}
