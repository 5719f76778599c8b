import { normalCdf } from "../../engines/numeric/normal-distribution";
import type { Metric } from "../experiments";
import type { MeasuredStrategy } from "./growth-strategy";

/** Two-sided, as elsewhere. */
const ALPHA = 0.05;

export interface RankedStrategy extends MeasuredStrategy {
  readonly rank: number;
  /** Whether its effect differs from that of the next one; false for the last. */
  readonly isSeparable: boolean;
}

export interface StrategyGroup {
  readonly metric: Metric;
  /** The best first. */
  readonly lines: readonly RankedStrategy[];
}

export interface StrategyComparison {
  readonly groups: readonly StrategyGroup[];
  readonly unmeasured: readonly MeasuredStrategy[];
}

/**
 * Ranks strategies by their relative effects, those of one metric beside each other. Two neighbours are separable when the z of their
 * difference is significant; experiments draw their people apart, so their estimates count as independent, but not those of two
 * variants of one experiment: they share the control, and the test is then too careful.
 */
export function rankStrategies(measured: readonly MeasuredStrategy[]): StrategyComparison {
  const groups = new Map<string, MeasuredStrategy[]>();
  for (const one of measured) {
    if (one.effect === null || one.metric === null) continue;
    const key = keyOf(one.metric);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return {
    groups: [...groups.values()].map((lines) => ({ metric: lines[0]!.metric!, lines: rank(lines) })),
    unmeasured: measured.filter(({ effect }) => effect === null),
  };
}

/** Metrics that count the same of a person. */
const keyOf = ({ kind, action, fromDay, toDay, isHigherBetter }: Metric): string =>
  JSON.stringify([kind, action, fromDay, toDay, isHigherBetter]);

function rank(lines: readonly MeasuredStrategy[]): readonly RankedStrategy[] {
  const sign = lines[0]!.metric!.isHigherBetter ? 1 : -1;
  const sorted = [...lines].sort((a, b) => sign * (b.effect!.value - a.effect!.value));
  return sorted.map((line, place) => ({
    ...line,
    rank: 1 + sorted.findIndex(({ effect }) => effect!.value === line.effect!.value),
    isSeparable: place + 1 < sorted.length && differ(line, sorted[place + 1]!),
  }));
}

function differ({ effect: one }: MeasuredStrategy, { effect: other }: MeasuredStrategy): boolean {
  const error = Math.hypot(one!.standardError, other!.standardError);
  return error > 0 && 2 * normalCdf(-Math.abs(one!.value - other!.value) / error) < ALPHA;
}
