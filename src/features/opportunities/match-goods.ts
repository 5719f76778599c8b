import type { RoaringBitmap32 } from "roaring";
import { type BestCombination, bestCombination, type Combination } from "../../engines/matching/best-combination";
import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import type { SmallGroups } from "../../platform/small-groups";
import type { SoldProduct } from "./target-group.store";
import { tellOverlap } from "./told-overlap";

/** A group beside a product, as a caller may see it. */
export interface GoodsCell {
  readonly product: string;
  /** Null when withheld, with all that follows. */
  readonly buyers: number | null;
  /** Buyers / people of the group, 0 to 1. */
  readonly conversion: number | null;
  readonly tgi: TargetGroupIndex | null;
}

export interface MatchInput {
  readonly base: RoaringBitmap32;
  readonly groups: readonly RoaringBitmap32[];
  readonly products: readonly SoldProduct[];
  readonly buyers: readonly RoaringBitmap32[];
  /** Who was on a platform, by its code. */
  readonly channels: ReadonlyMap<string, RoaringBitmap32>;
  /** Pieces on hand by product, where known. */
  readonly stock: ReadonlyMap<string, number>;
}

export const goodsOf = (
  group: RoaringBitmap32,
  { base, products, buyers }: MatchInput,
  smallGroups: SmallGroups,
): readonly GoodsCell[] =>
  products.map(({ product }, index): GoodsCell => {
    const told = tellOverlap(overlap(group, buyers[index]!, base), smallGroups);
    if (!told) return { product, buyers: null, conversion: null, tgi: null };
    const conversion = told.audience === 0 ? null : told.both / told.audience;
    return { product, buyers: told.both, conversion, tgi: targetGroupIndex(told) };
  });

/**
 * Which product leads each group, and where: the value of a combination is that of the group's buyers of the product who were on
 * the channel, of each one line at its mean value, and no more pieces than there are. From told counts only.
 */
export function matchGoods(input: MatchInput, smallGroups: SmallGroups): BestCombination {
  const { base, groups, products, buyers, channels, stock } = input;
  const combinations = groups.flatMap((group, crowd) =>
    [...channels].flatMap(([channel, reached]) => {
      const there = group.size === 0 ? group : and(group, reached);
      return products.flatMap(({ product, meanValueMinor }, index): Combination[] => {
        const told = tellOverlap(overlap(there, buyers[index]!, base), smallGroups);
        if (!told || told.both === 0) return [];
        const pieces = Math.min(told.both, stock.get(product) ?? Number.POSITIVE_INFINITY);
        return [{ crowd, product: index, channel, value: Math.round(pieces * meanValueMinor) }];
      });
    }),
  );
  return bestCombination(
    groups.length,
    combinations.filter(({ value }) => value > 0),
  );
}

function and(one: RoaringBitmap32, other: RoaringBitmap32): RoaringBitmap32 {
  const both = one.clone();
  both.andInPlace(other);
  return both;
}

const overlap = (group: RoaringBitmap32, buyers: RoaringBitmap32, base: RoaringBitmap32) => ({
  both: and(group, buyers).andCardinality(base),
  audience: group.andCardinality(base),
  target: buyers.andCardinality(base),
  base: base.size,
});
