import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { BreakerState } from "./cache/breaker";

/** Where a look-up's answer came from. STALE: an expired one, as the store was slow or failed. */
export type LookUpOutcome = "MEMORY" | "REDIS" | "LOADED" | "STALE";

/** What is told of the bitmaps of audience rules. */
export interface LeafUsage {
  readonly answers: { readonly known: number; readonly loaded: number };
  readonly bytes: number;
  readonly maximalBytes: number;
}

/** What operators watch of one process, in the text form of Prometheus. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly lookUps = new Counter({
    name: "valuegraph_lookups_total",
    help: "Answers of a cached look-up by where they came from; the hit rate is MEMORY and REDIS over all.",
    labelNames: ["lookup", "outcome"] as const,
    registers: [this.registry],
  });
  private readonly ages = new Histogram({
    name: "valuegraph_lookup_age_seconds",
    help: "How long ago the answer of a cached look-up was read from the database.",
    labelNames: ["lookup"] as const,
    buckets: [0.1, 1, 5, 30, 60, 300, 900, 3_600, 7_200],
    registers: [this.registry],
  });
  private readonly loads = new Histogram({
    name: "valuegraph_lookup_load_seconds",
    help: "How long reading from the database took for a cached look-up.",
    labelNames: ["lookup"] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  private readonly evaluations = new Histogram({
    name: "valuegraph_audience_evaluation_seconds",
    help: "How long the tree of an audience rule took to become people, its questions to ClickHouse included where they were not known.",
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [this.registry],
  });

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Memory, CPU, event loop and garbage collection of the process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** The breaker before Redis, read when it is asked for. */
  watchBreaker(state: () => BreakerState): void {
    new Gauge({
      name: "valuegraph_redis_breaker_open",
      help: "1 while Redis is left alone because it did not answer, 0.5 while one call tries it, 0 while it is used.",
      registers: [this.registry],
      collect() {
        this.set({ CLOSED: 0, HALF_OPEN: 0.5, OPEN: 1 }[state()]);
      },
    });
  }

  observeEvaluation(seconds: number): void {
    this.evaluations.observe(seconds);
  }

  /** Bitmaps of audience rules in memory, read when they are asked for. */
  watchLeaves(leaves: LeafUsage): void {
    new Counter({
      name: "valuegraph_audience_leaves_total",
      help: "Questions of audience rules: known ones were answered from memory, loaded ones were not.",
      labelNames: ["answer"] as const,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [answer, count] of Object.entries(leaves.answers)) this.inc({ answer }, count);
      },
    });
    new Gauge({
      name: "valuegraph_audience_leaf_bytes",
      help: "Memory that answers to questions of audience rules take, and the most that they may take.",
      labelNames: ["bytes"] as const,
      registers: [this.registry],
      collect() {
        this.set({ bytes: "taken" }, leaves.bytes);
        this.set({ bytes: "bound" }, leaves.maximalBytes);
      },
    });
  }

  answered(lookup: string, outcome: LookUpOutcome, ageMs: number): void {
    this.lookUps.inc({ lookup, outcome });
    this.ages.observe({ lookup }, ageMs / 1_000);
  }

  loaded(lookup: string, tookMs: number): void {
    this.loads.observe({ lookup }, tookMs / 1_000);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
