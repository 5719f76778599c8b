import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { type Stage, stages } from "../assets";
import {
  type Benchmark,
  type BenchmarkLookup,
  type BenchmarkMetric,
  type BenchmarkService,
  type BenchmarkState,
  type BrandFigure,
  peopleMetric,
} from "../benchmarks";
import {
  type Change,
  compareDeltas,
  compareRates,
  type DeltaOverIndustry,
  type Growth,
  growthOf,
  type PeerChange,
} from "./growth";

export interface ToldGrowth {
  readonly state: "KNOWN" | "BASE_NOT_POSITIVE" | "SUPPRESSED" | "NOT_COMPUTED";
  /** Null when withheld or not computed. */
  readonly growth: Growth | null;
  readonly benchmarkState: BenchmarkState;
  /** The brand's rate among its peers'; null when not computed. */
  readonly benchmark: Benchmark | null;
  readonly deltaOverIndustry: DeltaOverIndustry;
}

export interface GrowthInstant {
  readonly asOf: Date;
  readonly lookup: BenchmarkLookup;
}

export interface AssetGrowth {
  readonly from: GrowthInstant;
  readonly to: GrowthInstant;
  readonly total: ToldGrowth;
  readonly stages: readonly (ToldGrowth & { readonly stage: Stage })[];
}

/** ASSET_PEOPLE stands for all four stages together. */
const METRICS = ["ASSET_PEOPLE", ...stages.map(peopleMetric)] as const;
type Metric = (typeof METRICS)[number];

/** How a brand's assets grew between two refreshes of its category, beside its peers' growth between the same two. */
export class GrowthService {
  constructor(private readonly benchmarks: BenchmarkService) {}

  async growth(context: RequestContext, brandId: number, window: { from: Date; to: Date }): Promise<AssetGrowth> {
    const { from, to } = window;
    if (to <= from)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["to"],
        `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
      );
    const at = (asOf: Date): Promise<BenchmarkLookup> =>
      this.benchmarks.lookup(context, { brandId, categoryId: null, asOf, flowFrom: null });
    const [start, end] = await Promise.all([at(from), at(to)]);
    const changes = await this.changesOfPeers(brandId, start, end);
    const told = (metric: Metric): ToldGrowth => tell(metric, start, end, changes.get(metric) ?? []);
    return {
      from: { asOf: from, lookup: start },
      to: { asOf: to, lookup: end },
      total: told("ASSET_PEOPLE"),
      stages: stages.map((stage) => ({ stage, ...told(peopleMetric(stage)) })),
    };
  }

  /** Of the other brands with a count at one instant or both, by metric. */
  private async changesOfPeers(
    brandId: number,
    start: BenchmarkLookup,
    end: BenchmarkLookup,
  ): Promise<ReadonlyMap<BenchmarkMetric, readonly PeerChange[]>> {
    if (start.state !== "FOUND" || end.state !== "FOUND") return new Map();
    const counts = await Promise.all(
      [start, end].map(({ benchmark }) => this.benchmarks.countsOfEveryBrand(benchmark, METRICS)),
    );
    const at = counts.map((rows) => new Map(rows.map((row) => [nameOf(row), row.numerator])));
    const peers = new Set(counts.flat().map((row) => row.brandId));
    peers.delete(brandId);
    return new Map(
      METRICS.map((metric) => {
        const changes = [...peers].map((peer): PeerChange => {
          const [from, to] = at.map((numerators) => numerators.get(nameOf({ brandId: peer, metric })) ?? null);
          return { start: from!, end: to! };
        });
        return [metric, changes];
      }),
    );
  }
}

const nameOf = ({ brandId, metric }: { readonly brandId: number; readonly metric: BenchmarkMetric }): string =>
  `${brandId} ${metric}`;

function tell(
  metric: Metric,
  start: BenchmarkLookup,
  end: BenchmarkLookup,
  changes: readonly PeerChange[],
): ToldGrowth {
  const from = start.benchmark?.figures.get(metric);
  const to = end.benchmark?.figures.get(metric);
  if (!from || !to) {
    const benchmarkState = start.state === "NO_CATEGORY" ? "NO_CATEGORY" : "NOT_COMPUTED";
    const deltaOverIndustry = {
      state: "NOT_COMPUTED",
      peers: 0,
      industryMeanDelta: null,
      ratio: null,
      excess: null,
    } as const;
    return { state: "NOT_COMPUTED", growth: null, benchmarkState, benchmark: null, deltaOverIndustry };
  }
  const own = changeOf(from, to);
  const growth = own && growthOf(own);
  const benchmark = compareRates(own, changes);
  return {
    state: growth === null ? "SUPPRESSED" : growth.rate === null ? "BASE_NOT_POSITIVE" : "KNOWN",
    growth,
    benchmarkState: benchmark.standing ? "AVAILABLE" : "TOO_FEW_PEERS",
    benchmark,
    deltaOverIndustry: compareDeltas(own, changes),
  };
}

/** Null when one of the two is withheld. A brand that nobody had met had nobody in any stage. */
function changeOf(from: BrandFigure, to: BrandFigure): Change | null {
  const [start, end] = [from, to].map(({ own }) =>
    own.state === "KNOWN" ? own.people : own.state === "SUPPRESSED" ? null : 0n,
  );
  return start == null || end == null ? null : { start, end };
}
