import { denseRanks } from "../../engines/numeric/rank";
import { roundCount, type SmallGroups, suppress } from "../../platform/small-groups";
import type { BrandGrowth } from "./member-figures.store";
import type { Period } from "./membership";

export const growthMetrics = ["NEW_MEMBERS", "MEMBERS"] as const;
export type GrowthMetric = (typeof growthMetrics)[number];

/** A base of fewer people is small: the change in per cent of it says little. */
export const SMALL_BASE = 50;
/** Fewest other brands of a category that a rank is given among. */
export const MIN_PEERS = 5;

/** Null where withheld. */
export interface GrowthSide {
  readonly window: Period;
  readonly count: bigint | null;
  /** Of new members those who had been members before; null also of MEMBERS. */
  readonly returned: bigint | null;
}

export interface GrowthRank {
  readonly rank: number | null;
  readonly of: number | null;
  readonly reason: "NO_CATEGORY" | "TOO_FEW_PEERS" | "SUPPRESSED" | null;
}

export interface MemberGrowth extends GrowthRank {
  readonly base: GrowthSide;
  readonly current: GrowthSide;
  /** current / base - 1. */
  readonly change: number | null;
  /** current / base. */
  readonly multiple: number | null;
  readonly changeReason: "BASE_NOT_POSITIVE" | "SUPPRESSED" | null;
  readonly isSmallBase: boolean;
}

const DAY_MS = 86_400_000;
const countBy = (metric: GrowthMetric, growth: BrandGrowth | undefined): bigint =>
  (metric === "NEW_MEMBERS" ? growth?.joined : growth?.members) ?? 0n;

export function showSide(
  metric: GrowthMetric,
  window: Period,
  growth: BrandGrowth | undefined,
  { threshold, roundingBase }: SmallGroups,
): GrowthSide {
  const told = (count: bigint): bigint | null => {
    const visible = suppress(count, threshold);
    return visible === null ? null : roundCount(visible, roundingBase);
  };
  const count = told(countBy(metric, growth));
  if (metric === "MEMBERS") return { window, count, returned: null };
  // Those who had never been members are the rest.
  const returned = growth?.returned ?? 0n;
  const isRestTold = suppress((growth?.joined ?? 0n) - returned, threshold) !== null;
  return { window, count, returned: count === null || !isRestTold ? null : told(returned) };
}

/** Of what is told. With `perDay` windows of different length are compared by what a day of them brought. */
export function compareSides(
  base: GrowthSide,
  current: GrowthSide,
  perDay: boolean,
): Pick<MemberGrowth, "change" | "multiple" | "changeReason" | "isSmallBase"> {
  const isSmallBase = base.count === null || base.count < BigInt(SMALL_BASE);
  const none = (changeReason: MemberGrowth["changeReason"]) => ({
    ...{ change: null, multiple: null, changeReason, isSmallBase },
  });
  if (base.count === null || current.count === null) return none("SUPPRESSED");
  if (base.count === 0n) return none("BASE_NOT_POSITIVE");
  const days = ({ window }: GrowthSide): number => (window.to.getTime() - window.from.getTime()) / DAY_MS;
  const [numerator, denominator] = perDay
    ? [Number(current.count) * days(base), Number(base.count) * days(current)]
    : [Number(current.count), Number(base.count)];
  return {
    change: (numerator - denominator) / denominator,
    multiple: numerator / denominator,
    changeReason: null,
    isSmallBase,
  };
}

/** Dense rank of the brand among those of the category, itself included; brands without members have 0. */
export function rankGrowth(
  metric: GrowthMetric,
  brandId: number,
  brandIds: readonly number[],
  growth: ReadonlyMap<number, BrandGrowth>,
  threshold: number,
): GrowthRank {
  if (brandIds.length - 1 < MIN_PEERS) return { rank: null, of: null, reason: "TOO_FEW_PEERS" };
  const own = countBy(metric, growth.get(brandId));
  if (suppress(own, threshold) === null) return { rank: null, of: null, reason: "SUPPRESSED" };
  const values = brandIds.map((id) => Number(countBy(metric, growth.get(id))));
  return { rank: denseRanks(values).get(Number(own))!, of: brandIds.length, reason: null };
}
