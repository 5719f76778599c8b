import type { AssetActivity, RuleSetDefinition, StageReach } from "../../../../src/features/assets";
import type { BenchmarkMetric } from "../../../../src/features/benchmarks";
import type { ExactFigure } from "../../../../src/features/benchmarks/brand-benchmark";
import type { BrandCounts } from "../../../../src/features/benchmarks/compare-brands";

/** The shipped map of cells to groups. */
export const GROUPS: RuleSetDefinition["groups"] = {
  BASE: [["BRAND", "LOYAL"]],
  POTENTIAL: [
    ["BRAND", "SWING"],
    ["BRAND", "POTENTIAL"],
  ],
  INDUSTRY: [
    ["CATEGORY", "LOYAL"],
    ["CATEGORY", "SWING"],
    ["CATEGORY", "POTENTIAL"],
  ],
  PENETRATION: [
    ["PLATFORM", "LOYAL"],
    ["PLATFORM", "SWING"],
    ["PLATFORM", "POTENTIAL"],
  ],
};

/** Counts of a brand by stage label, and of its flows as [people, reached] from stages 1, 2 and 3. */
export function brandCounts(
  brandId: number,
  stages: readonly [number, number, number, number, number],
  flows: readonly (readonly [people: number, reached: number])[] = [],
  cells: readonly bigint[] = Array<bigint>(10).fill(0n),
  activity?: AssetActivity,
): BrandCounts {
  const people = BigInt(stages.reduce((sum, count) => sum + count, 0));
  const [lapsed, aware, appeal, act, advocate] = stages.map(BigInt) as [bigint, bigint, bigint, bigint, bigint];
  return {
    brandId,
    assets: { people, stages: [lapsed, aware, appeal, act, advocate], cells, cross: [[], [], [], [], []] },
    conversion: { visitors: people, buyers: act + advocate },
    reach: flows.map(([start, reached], index): StageReach => {
      const from = (index + 1) as 1 | 2 | 3;
      const attained = { 2: BigInt(start), 3: BigInt(start), 4: BigInt(start) };
      const deeper = { ...attained, [from + 1]: BigInt(reached) };
      return { from, people: BigInt(start), reached: deeper };
    }),
    activity,
  };
}

/** An exact count, with a standing only where given. */
export function exactCount(
  metric: BenchmarkMetric,
  people: number,
  standing: ExactFigure["standing"] = null,
): ExactFigure {
  return { metric, own: people, numerator: BigInt(people), denominator: null, peers: standing ? 5 : 0, standing };
}

export function exactShare(
  metric: BenchmarkMetric,
  reached: number,
  people: number,
  standing: ExactFigure["standing"] = null,
): ExactFigure {
  return {
    metric,
    own: people === 0 ? null : reached / people,
    numerator: BigInt(reached),
    denominator: BigInt(people),
    peers: standing ? 5 : 0,
    standing,
  };
}

/** A standing with the mean and deviation given and plain values else. */
export function standing(industryMean: number, peerDeviation: number): NonNullable<ExactFigure["standing"]> {
  return {
    industryMean,
    peerDeviation,
    topMean: industryMean * 1.25,
    topCount: 3,
    widerTops: [],
    percentile: 0.5,
    rank: 3,
  };
}
