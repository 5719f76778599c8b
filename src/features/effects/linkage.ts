import { type LaggedCorrelation, laggedCorrelations } from "../../engines/effects/lagged-correlation";
import type { Interval } from "../../engines/numeric/wilson-interval";
import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";
import { type EffectVerdict, verdictOf } from "./lift";
import { type Rate, rateOf } from "./rate";

/** Fewest days behind a correlation: two weeks, so that every weekday is in it twice. */
export const MIN_LINKED_DAYS = 14;

/** One day of a brand. */
export interface LinkageDay {
  /** People who rose to A1 or A2 on it, and not by an order. */
  readonly gained: number;
  readonly orders: bigint;
  /** Minor units, net of refunds. */
  readonly value: bigint;
}

/** People and orders of all the days together. */
export interface LinkageTotals {
  readonly gained: bigint;
  readonly buyers: bigint;
  readonly orders: bigint;
  /** Orders whose person had met media about the brand before, and the people behind them. */
  readonly touchedOrders: bigint;
  readonly touchedBuyers: bigint;
  /** People with an order that none preceded. */
  readonly untouchedBuyers: bigint;
  /** Orders with a value in another currency. */
  readonly foreign: bigint;
}

export const noScoreReasons = ["SUPPRESSED", "NO_ORDERS", "OTHER_CURRENCY", "TOO_FEW_DAYS", "NO_VARIATION"] as const;
export type NoScoreReason = (typeof noScoreReasons)[number];

/** As a caller may see it: null where withheld. */
export interface LinkageFigures {
  readonly gained: bigint | null;
  readonly orders: bigint | null;
  /** Minor units. */
  readonly value: bigint | null;
  readonly touchedOrders: bigint | null;
  readonly touchedShare: Rate | null;
  readonly correlations: readonly LaggedCorrelation[];
  /** The highest of them. */
  readonly best: LaggedCorrelation | null;
  readonly verdict: EffectVerdict;
  /** sqrt(max(0, best) x touchedShare), 0 to 1: 0 where either link is broken. */
  readonly score: number | null;
  readonly interval: Interval | null;
  readonly noScoreReason: NoScoreReason | null;
}

/** How what was gained before the order goes with sales (V04). */
export function tellLinkage(
  days: readonly LinkageDay[],
  totals: LinkageTotals,
  maxLag: number,
  smallGroups: SmallGroups,
): LinkageFigures {
  const { threshold, roundingBase } = smallGroups;
  const areOrdersTold = suppress(totals.buyers, threshold) !== null;
  const gained = suppress(totals.gained, threshold);
  const split = suppressPartition([totals.touchedBuyers, totals.untouchedBuyers], threshold);
  const isShareTold = areOrdersTold && split.suppressedCells === 0;
  const round = (count: bigint | null): bigint | null => (count === null ? null : roundCount(count, roundingBase));
  const told = {
    gained: round(gained),
    orders: areOrdersTold ? round(totals.orders) : null,
    value: areOrdersTold && totals.foreign === 0n ? days.reduce((sum, { value }) => sum + value, 0n) : null,
    touchedOrders: isShareTold ? round(totals.touchedOrders) : null,
  };
  const touchedShare = rateOf(told.touchedOrders, told.orders);
  const none = (noScoreReason: NoScoreReason, correlations: readonly LaggedCorrelation[] = []): LinkageFigures => ({
    ...{ ...told, touchedShare, correlations, noScoreReason },
    ...{ best: null, verdict: "UNDEFINED", score: null, interval: null },
  });
  if (gained === null || !isShareTold) return none("SUPPRESSED");
  if (totals.orders === 0n) return none("NO_ORDERS");
  if (totals.foreign > 0n) return none("OTHER_CURRENCY");
  if (days.length < MIN_LINKED_DAYS) return none("TOO_FEW_DAYS");
  const correlations = laggedCorrelations(
    days.map((day) => day.gained),
    days.map((day) => Number(day.value)),
    { maxLag, minimumPairs: MIN_LINKED_DAYS },
  ).map((one) => roundCorrelation(one, smallGroups));
  if (correlations.length === 0) return none("NO_VARIATION");
  const best = correlations.reduce((highest, one) => (one.value > highest.value ? one : highest));
  const score = (correlation: number, share: number): number => Math.sqrt(Math.max(0, correlation) * share);
  return {
    ...{ ...told, touchedShare, correlations, best, noScoreReason: null },
    verdict: verdictOf(best.interval, 0),
    score: score(best.value, touchedShare!.value),
    interval: best.interval && {
      low: score(best.interval.low, touchedShare!.low),
      high: score(best.interval.high, touchedShare!.high),
    },
  };
}

/** Two digits where counts are rounded. */
function roundCorrelation(one: LaggedCorrelation, { roundingBase }: SmallGroups): LaggedCorrelation {
  if (roundingBase === 1) return one;
  const round = (figure: number): number => Number(figure.toFixed(2));
  const { value, interval } = one;
  return {
    ...one,
    effectivePairs: Math.round(one.effectivePairs),
    value: round(value),
    interval: interval && { low: round(interval.low), high: round(interval.high) },
  };
}
