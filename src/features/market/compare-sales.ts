import { suppress, suppressPartition } from "../../platform/small-groups";
import { benchmarkOf, MIN_PEERS } from "../benchmarks";
import { type ComparedRate, type Rate, rateOf, withBenchmark } from "./compared-rate";
import type { MarketFigureState } from "./figure-state";
import type { BrandSales, MarketPeriod } from "./market-sales";

/** What the brand's organisation may see of its sales. */
export interface ToldSales {
  readonly buyers: bigint;
  /** Null when withheld. */
  readonly repeatBuyers: bigint | null;
  /** Null with repeatBuyers, of whom it tells something. */
  readonly orders: bigint | null;
  readonly ordersWithoutValue: bigint | null;
  readonly units: bigint;
  readonly gmvMinor: bigint;
  readonly currencyCode: string;
}

/** Place by GMV; equal GMV by units, then by the catalogue's number of the brand, so that no two share a rank (G03). */
export interface SalesRank {
  readonly state: MarketFigureState;
  /** Null unless KNOWN. */
  readonly rank: number | null;
  /** Brands on the market, the brand itself among them. */
  readonly of: number;
}

export interface ComparedPeriod {
  readonly year: number | null;
  readonly isComplete: boolean;
  readonly state: MarketFigureState;
  /** Null unless KNOWN. */
  readonly sales: ToldSales | null;
  readonly penetration: ComparedRate;
  readonly repurchase: ComparedRate;
  readonly rank: SalesRank;
}

/** One brand's period beside the other brands on the market, as an organisation with this threshold may see it. */
export function comparePeriod(period: MarketPeriod, brandId: number, threshold: number): ComparedPeriod {
  const { year, isComplete } = period;
  const own = period.brands.find((brand) => brand.brandId === brandId) ?? null;
  const peers = period.brands.filter((brand) => brand.brandId !== brandId);
  const state: MarketFigureState =
    own === null ? "NO_ORDERS" : suppress(own.buyers, threshold) === null ? "SUPPRESSED" : "KNOWN";
  const repurchase = repurchaseOf(own, peers, threshold);
  return {
    year,
    isComplete,
    state,
    sales: own && state === "KNOWN" ? tellSales(own, repurchase.state === "KNOWN", threshold) : null,
    penetration: penetrationOf(period, own, peers, threshold),
    repurchase,
    rank: rankSales(own, peers, state),
  };
}

function tellSales(own: BrandSales, isRepeatTold: boolean, threshold: number): ToldSales {
  const { brandId: _, ...sales } = own;
  return {
    ...sales,
    repeatBuyers: isRepeatTold ? own.repeatBuyers : null,
    orders: isRepeatTold ? own.orders : null,
    ordersWithoutValue: suppress(own.ordersWithoutValue, threshold),
  };
}

/**
 * Buyers of the brand among all buyers of the category (G01). With few peers the base would tell what a rival sold, so it is
 * withheld with the share.
 */
function penetrationOf(
  { buyers: base }: MarketPeriod,
  own: BrandSales | null,
  peers: readonly BrandSales[],
  threshold: number,
): ComparedRate {
  const people = own?.buyers ?? 0n;
  const state = peers.length < MIN_PEERS ? "TOO_FEW_PEERS" : splitState(people, base, threshold);
  const shares = peers.map(({ buyers }) => Number(buyers) / Number(base));
  return compared(state, rateOf(people, base), shares);
}

/** Buyers on at least two days among all of the brand's buyers (G02). */
function repurchaseOf(own: BrandSales | null, peers: readonly BrandSales[], threshold: number): ComparedRate {
  const people = own?.repeatBuyers ?? 0n;
  const base = own?.buyers ?? 0n;
  const shares = peers.map(({ buyers, repeatBuyers }) => Number(repeatBuyers) / Number(buyers));
  return compared(splitState(people, base, threshold), rateOf(people, base), shares);
}

/** Those who did and those who did not are the parts of the base. */
function splitState(people: bigint, base: bigint, threshold: number): MarketFigureState {
  if (base === 0n) return "BASE_NOT_POSITIVE";
  return suppressPartition([people, base - people], threshold).counts.includes(null) ? "SUPPRESSED" : "KNOWN";
}

function compared(state: MarketFigureState, rate: Rate | null, peers: readonly number[]): ComparedRate {
  const own = state === "KNOWN" ? rate!.value : null;
  return withBenchmark(state, rate, benchmarkOf([own, ...peers])[0]!);
}

function rankSales(own: BrandSales | null, peers: readonly BrandSales[], state: MarketFigureState): SalesRank {
  const of = peers.length + (own === null ? 0 : 1);
  if (own === null || state !== "KNOWN") return { state, rank: null, of };
  if (peers.length < MIN_PEERS) return { state: "TOO_FEW_PEERS", rank: null, of };
  if (!isOneCurrency([own, ...peers])) return { state: "CURRENCIES_DIFFER", rank: null, of };
  return { state: "KNOWN", rank: 1 + peers.filter((peer) => sellsMore(peer, own)).length, of };
}

export const isOneCurrency = (brands: readonly BrandSales[]): boolean =>
  new Set(brands.map(({ currencyCode }) => currencyCode)).size <= 1;

function sellsMore(one: BrandSales, other: BrandSales): boolean {
  if (one.gmvMinor !== other.gmvMinor) return one.gmvMinor > other.gmvMinor;
  if (one.units !== other.units) return one.units > other.units;
  return one.brandId < other.brandId;
}

/**
 * How many complete years up to the last one the brand was the first without a break (连冠); no more than were counted. Null
 * when no complete year was counted, or the last one's rank is not known.
 */
export function yearsFirst(periods: readonly ComparedPeriod[]): number | null {
  const ranks = periods.filter(({ year, isComplete }) => year !== null && isComplete).map(({ rank }) => rank);
  const last = ranks.at(-1);
  if (last === undefined || !["KNOWN", "NO_ORDERS"].includes(last.state)) return null;
  const run = [...ranks].reverse().findIndex(({ rank }) => rank !== 1);
  return run === -1 ? ranks.length : run;
}
