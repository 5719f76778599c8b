import { type SmallGroups, suppress } from "../../platform/small-groups";

/** Fewest products of other brands: own products of known value among fewer would tell of single rivals' ones. */
export const MIN_LAUNCH_PEERS = 5;

/** Net sales of one product in the days after the launch. */
export interface ProductSales {
  readonly brandId: number;
  readonly product: string;
  /** Minor units. */
  readonly value: bigint;
  readonly units: bigint;
  readonly buyers: bigint;
}

export const noLaunchRankReasons = ["NOT_YET", "NO_CATEGORY", "NO_SALES", "FEW_PEERS", "SUPPRESSED"] as const;
export type NoLaunchRankReason = (typeof noLaunchRankReasons)[number];

export interface LaunchRankFigures {
  readonly rank: number | null;
  readonly of: number | null;
  /** Minor units. */
  readonly value: bigint | null;
  readonly units: bigint | null;
  readonly noRankReason: NoLaunchRankReason | null;
}

export const noLaunchRank = (noRankReason: NoLaunchRankReason): LaunchRankFigures => ({
  ...{ rank: null, of: null, value: null, units: null },
  noRankReason,
});

/** Where the launched product stands among all that sold: by value, then by pieces, then by brand and code, so no rank is shared. */
export function rankLaunch(
  sales: readonly ProductSales[],
  launched: Pick<ProductSales, "brandId" | "product">,
  { threshold }: Pick<SmallGroups, "threshold">,
): LaunchRankFigures {
  const own = sales.find(({ brandId, product }) => brandId === launched.brandId && product === launched.product);
  if (!own) return noLaunchRank("NO_SALES");
  if (suppress(own.buyers, threshold) === null) return noLaunchRank("SUPPRESSED");
  const { value, units } = own;
  const peers = sales.filter(({ brandId }) => brandId !== launched.brandId).length;
  if (peers < MIN_LAUNCH_PEERS) return { ...noLaunchRank("FEW_PEERS"), value, units };
  const ahead = sales.filter((other) => other !== own && isAhead(other, own)).length;
  return { rank: ahead + 1, of: sales.length, value, units, noRankReason: null };
}

function isAhead(one: ProductSales, other: ProductSales): boolean {
  if (one.value !== other.value) return one.value > other.value;
  if (one.units !== other.units) return one.units > other.units;
  if (one.brandId !== other.brandId) return one.brandId < other.brandId;
  return one.product < other.product;
}
