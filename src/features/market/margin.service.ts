import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { type BenchmarkService, MIN_PEERS } from "../benchmarks";
import { comparePeriod, isOneCurrency } from "./compare-sales";
import type { MarketFigureState } from "./figure-state";
import type { MarketService } from "./market.service";
import type { BrandSales } from "./market-sales";
import type { MarketWindow } from "./market-window";
import { BANDS_TO_ONE, denseRank, type Fraction, marginBand } from "./rank-margin";

const salesMetrics = ["GMV", "UNITS", "BUYERS", "REPURCHASE_RATE"] as const;
const benchmarkMetrics = ["ASSET_PEOPLE", "VISIT_RATE", "SEARCH_RATE"] as const;
/** What brands are ranked by; the latter by the refresh of benchmarks for the same window. */
export const rankMetrics = [...salesMetrics, ...benchmarkMetrics] as const;
export type RankMetric = (typeof rankMetrics)[number];
type SalesMetric = (typeof salesMetrics)[number];
type RankedBenchmark = (typeof benchmarkMetrics)[number];

export interface RankMargin {
  readonly state: MarketFigureState;
  /** Null with `rank` unless the band is KNOWN or the best peer has 0. */
  readonly of: number | null;
  readonly rank: number | null;
  /** The margin is at least this many bands, and less than one more; null unless KNOWN. */
  readonly band: number | null;
  readonly computedAt: Date | null;
}

export interface MarginRequest extends MarketWindow {
  readonly brandId: number;
  readonly metric: RankMetric;
}

/** What every brand has of a metric, and whether the asking one's may be told. */
interface Field {
  readonly state: MarketFigureState;
  readonly own: Fraction | null;
  readonly peers: readonly Fraction[];
  /** Where ties are broken; null: the dense rank. */
  readonly rank: number | null;
  readonly computedAt: Date | null;
}

const HIGHEST_ALERT = 100;

/** How far a brand is ahead of the second, or behind the first (G04). */
export class MarginService {
  constructor(
    private readonly market: MarketService,
    private readonly benchmarks: BenchmarkService,
    private readonly access: AccessService,
  ) {}

  async margin(context: RequestContext, request: MarginRequest): Promise<RankMargin> {
    const { metric } = request;
    const field = isSalesMetric(metric)
      ? await this.fieldOfSales(context, request, metric)
      : await this.fieldOfBenchmarks(context, request, metric);
    const { state, own, peers, computedAt } = field;
    const untold = { rank: null, of: null, band: null, computedAt };
    if (state !== "KNOWN" || own === null) return { state, ...untold };
    if (peers.length < MIN_PEERS) return { state: "TOO_FEW_PEERS", ...untold };
    const band = marginBand(own, peers);
    return {
      state: band === null ? "BASE_NOT_POSITIVE" : "KNOWN",
      rank: field.rank ?? denseRank(own, peers),
      of: peers.length + 1,
      band: band === null ? null : Number(band),
      computedAt,
    };
  }

  private async fieldOfSales(
    context: RequestContext,
    { brandId, ...window }: MarginRequest,
    metric: SalesMetric,
  ): Promise<Field> {
    const [{ state, market }, organisation] = await Promise.all([
      this.market.lookup(context, brandId, window),
      this.access.ownOrganisation(context),
    ]);
    const period = market?.periods.find(({ year }) => year === null);
    if (state !== "FOUND" || !market || !period)
      return { state: state === "FOUND" ? "NOT_COMPUTED" : state, own: null, peers: [], rank: null, computedAt: null };
    const compared = comparePeriod(period, brandId, organisation.smallGroupThreshold);
    const own = period.brands.find((brand) => brand.brandId === brandId);
    const peers = period.brands.filter((brand) => brand !== own);
    const told = metric === "REPURCHASE_RATE" ? compared.repurchase.state : compared.state;
    const isMixed = metric === "GMV" && !isOneCurrency(period.brands);
    return {
      state: told === "KNOWN" && isMixed ? "CURRENCIES_DIFFER" : told,
      own: own ? fractionOf(own, metric) : null,
      peers: peers.map((peer) => fractionOf(peer, metric)),
      rank: metric === "GMV" ? compared.rank.rank : null,
      computedAt: market.computedAt,
    };
  }

  private async fieldOfBenchmarks(
    context: RequestContext,
    { brandId, from, to }: MarginRequest,
    metric: RankedBenchmark,
  ): Promise<Field> {
    const lookup = await this.benchmarks.lookup(context, { brandId, categoryId: null, asOf: to, flowFrom: from });
    const figure = lookup.benchmark?.figures.get(metric);
    if (lookup.state !== "FOUND" || !figure)
      return {
        state: lookup.state === "NO_CATEGORY" ? "NO_CATEGORY" : "NOT_COMPUTED",
        own: null,
        peers: [],
        rank: null,
        computedAt: null,
      };
    const counts = await this.benchmarks.countsOfEveryBrand(lookup.benchmark, [metric]);
    const { own } = figure;
    return {
      state: own.state,
      own: own.state === "KNOWN" ? { numerator: own.people, denominator: own.base ?? 1n } : null,
      peers: counts
        .filter((count) => count.brandId !== brandId)
        .map(({ numerator, denominator }) => ({ numerator, denominator: denominator ?? 1n })),
      rank: null,
      computedAt: lookup.benchmark.computedAt,
    };
  }
}

/**
 * A threshold in bands. Between the edges of bands it would have to be answered by the exact margin, and asking again and again
 * would tell it.
 */
export function readThreshold(alertBelow: number): number {
  const bands = Math.round(alertBelow * BANDS_TO_ONE);
  const isOnEdge = Math.abs(alertBelow * BANDS_TO_ONE - bands) < 1e-9;
  if (isOnEdge && alertBelow >= -1 && alertBelow <= HIGHEST_ALERT) return bands;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["alertBelow"],
    `alertBelow must be a multiple of ${1 / BANDS_TO_ONE} from -1 to ${HIGHEST_ALERT}, e.g. 0.1 for 10 %, but got ${alertBelow}.`,
  );
}

const isSalesMetric = (metric: RankMetric): metric is SalesMetric =>
  (salesMetrics as readonly RankMetric[]).includes(metric);

function fractionOf(brand: BrandSales, metric: SalesMetric): Fraction {
  if (metric === "REPURCHASE_RATE") return { numerator: brand.repeatBuyers, denominator: brand.buyers };
  const counts = { GMV: brand.gmvMinor, UNITS: brand.units, BUYERS: brand.buyers };
  return { numerator: counts[metric], denominator: 1n };
}
