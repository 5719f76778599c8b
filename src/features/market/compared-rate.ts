import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import type { Benchmark, BenchmarkState } from "../benchmarks";
import type { MarketFigureState } from "./figure-state";

/** A share of people. */
export interface Rate extends Interval {
  readonly value: number;
  readonly people: bigint;
  readonly base: bigint;
}

/** A rate of a brand beside its industry. */
export interface ComparedRate {
  readonly state: MarketFigureState;
  /** Null unless KNOWN. */
  readonly rate: Rate | null;
  readonly benchmarkState: BenchmarkState;
  /** Null when not computed. */
  readonly benchmark: Benchmark | null;
}

/** With its 95 % Wilson interval; null of nobody. */
export function rateOf(people: bigint, base: bigint): Rate | null {
  const interval = wilsonInterval({ successes: Number(people), trials: Number(base) });
  return interval && { value: Number(people) / Number(base), ...interval, people, base };
}

export const notComputed = (state: "NOT_COMPUTED" | "NO_CATEGORY"): ComparedRate => ({
  state,
  rate: null,
  benchmarkState: state,
  benchmark: null,
});

export const withBenchmark = (state: MarketFigureState, rate: Rate | null, benchmark: Benchmark): ComparedRate => ({
  state,
  rate: state === "KNOWN" ? rate : null,
  benchmarkState: benchmark.standing ? "AVAILABLE" : "TOO_FEW_PEERS",
  benchmark,
});
