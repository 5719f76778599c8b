import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { type BenchmarkService, dataStateOf, MIN_PEERS } from "../benchmarks";
import type { DataState } from "../touchpoints";
import { comparePeriod, isOneCurrency } from "./compare-sales";
import type { MarketFigureState } from "./figure-state";
import { type MarketService, marketDataState } from "./market.service";
import type { BrandSales } from "./market-sales";
import type { MarketWindow } from "./market-window";
import { BANDS_TO_ONE, best, denseRank, type Fraction, HIGHEST_BAND, marginBand } from "./rank-margin";

const salesMetrics = ["GMV", "UNITS", "BUYERS", "REPURCHASE_RATE"] as const;
const benchmarkMetrics = ["ASSET_PEOPLE", "VISIT_RATE", "SEARCH_RATE"] as const;
/** What brands are ranked by; the latter by the refresh of benchmarks for the same window. */
export const rankMetrics = [...salesMetrics, ...benchmarkMetrics] as const;
export type RankMetric = (typeof rankMetrics)[number];

export interface RankMargin {
  readonly state: MarketFigureState;
  readonly rank: number | null;
  /** Null when `rank` is. */
  readonly of: number | null;
  /** Number of the band; null unless KNOWN. */
  readonly band: number | null;
  readonly computedAt: Date | null;
  readonly dataState: DataState | null;
}

interface Asked<Metric> extends MarketWindow {
  readonly brandId: number;
  readonly metric: Metric;
}
type SalesRequest = Asked<(typeof salesMetrics)[number]>;
type BenchmarkRequest = Asked<(typeof benchmarkMetrics)[number]>;
export type MarginRequest = SalesRequest | BenchmarkRequest;

interface Ranked extends Fraction {
  /** The people behind it: buyers, or those of whom a share is. */
  readonly people: bigint;
}

/** What every brand has of a metric, and whether the asking one's may be told. */
interface Field {
  readonly state: MarketFigureState;
  readonly own: Ranked | null;
  readonly peers: readonly Ranked[];
  /** Where ties are broken; null: the dense rank. */
  readonly rank: number | null;
  readonly computedAt: Date | null;
  readonly dataState: DataState | null;
}

/** How far a brand is ahead of the second, or behind the first (G04). */
export class MarginService {
  constructor(
    private readonly market: MarketService,
    private readonly benchmarks: BenchmarkService,
    private readonly access: AccessService,
  ) {}

  async margin(context: RequestContext, request: MarginRequest): Promise<RankMargin> {
    const { smallGroupThreshold: threshold } = await this.access.ownOrganisation(context);
    const field = isSalesRequest(request)
      ? await this.fieldOfSales(context, request, threshold)
      : await this.fieldOfBenchmarks(context, request);
    const { state, own, peers, computedAt, dataState } = field;
    const counted = { computedAt, dataState };
    const untold = { rank: null, of: null, band: null, ...counted };
    if (state !== "KNOWN" || own === null) return { state, ...untold };
    if (peers.length < MIN_PEERS) return { state: "TOO_FEW_PEERS", ...untold };
    const ranked = { rank: field.rank ?? denseRank(own, peers), of: peers.length + 1, ...counted };
    const rival = best(peers);
    // A band of a small number holds hardly any other.
    if (suppress(rival.people, threshold) === null) return { state: "SUPPRESSED", ...ranked, band: null };
    const band = marginBand(own, rival);
    return { state: band === null ? "BASE_NOT_POSITIVE" : "KNOWN", ...ranked, band };
  }

  private async fieldOfSales(
    context: RequestContext,
    { brandId, metric, from, to }: SalesRequest,
    threshold: number,
  ): Promise<Field> {
    const lookup = await this.market.lookup(context, brandId, { from, to });
    const { state, market } = lookup;
    const period = market?.periods.find(({ year }) => year === null);
    if (state !== "FOUND" || !market || !period) return notCounted(state === "FOUND" ? "NOT_COMPUTED" : state);
    const compared = comparePeriod(period, brandId, threshold);
    const own = period.brands.find((brand) => brand.brandId === brandId);
    const peers = period.brands.filter((brand) => brand !== own);
    const told = metric === "REPURCHASE_RATE" ? compared.repurchase.state : compared.state;
    const isMixed = metric === "GMV" && !isOneCurrency(period.brands);
    return {
      state: told === "KNOWN" && isMixed ? "CURRENCIES_DIFFER" : told,
      own: own ? rankedSales(own, metric) : null,
      peers: peers.map((peer) => rankedSales(peer, metric)),
      rank: metric === "GMV" ? compared.rank.rank : null,
      computedAt: market.computedAt,
      dataState: marketDataState(lookup, context.clock.now()),
    };
  }

  private async fieldOfBenchmarks(
    context: RequestContext,
    { brandId, metric, from, to }: BenchmarkRequest,
  ): Promise<Field> {
    const lookup = await this.benchmarks.lookup(context, { brandId, categoryId: null, asOf: to, flowFrom: from });
    const figure = lookup.benchmark?.figures.get(metric);
    if (lookup.state !== "FOUND" || !figure)
      return notCounted(lookup.state === "NO_CATEGORY" ? "NO_CATEGORY" : "NOT_COMPUTED");
    const counts = await this.benchmarks.countsOfEveryBrand(lookup.benchmark, [metric]);
    const { own } = figure;
    return {
      state: own.state,
      own: own.state === "KNOWN" ? rankedPeople(own.people, own.base) : null,
      peers: counts
        .filter((count) => count.brandId !== brandId)
        .map(({ numerator, denominator }) => rankedPeople(numerator, denominator)),
      rank: null,
      computedAt: lookup.benchmark.computedAt,
      dataState: dataStateOf(lookup, context.clock.now()),
    };
  }
}

const notCounted = (state: "NOT_COMPUTED" | "NO_CATEGORY"): Field => ({
  ...{ state, own: null, peers: [], rank: null, computedAt: null, dataState: null },
});

/**
 * A threshold in bands. Between the edges of bands it would have to be answered by the exact margin, and asking again and again
 * would tell it.
 */
export function readThreshold(alertBelow: number): number {
  const bands = Math.round(alertBelow * BANDS_TO_ONE);
  const isOnEdge = Math.abs(alertBelow * BANDS_TO_ONE - bands) < 1e-9;
  if (isOnEdge && Math.abs(bands) <= HIGHEST_BAND) return bands;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["alertBelow"],
    `alertBelow must be a multiple of ${1 / BANDS_TO_ONE} from -1 to 1, e.g. 0.1 for 10 %, but got ${alertBelow}.`,
  );
}

const isSalesRequest = (request: MarginRequest): request is SalesRequest =>
  (salesMetrics as readonly RankMetric[]).includes(request.metric);

function rankedSales(brand: BrandSales, metric: SalesRequest["metric"]): Ranked {
  const { buyers: people, repeatBuyers, gmvMinor, units } = brand;
  if (metric === "REPURCHASE_RATE") return { numerator: repeatBuyers, denominator: people, people };
  const counts = { GMV: gmvMinor, UNITS: units, BUYERS: people };
  return { numerator: counts[metric], denominator: 1n, people };
}

const rankedPeople = (numerator: bigint, base: bigint | null): Ranked => ({
  numerator,
  denominator: base ?? 1n,
  people: base ?? numerator,
});
