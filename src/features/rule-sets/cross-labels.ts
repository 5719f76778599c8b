import { RoaringBitmap32 } from "roaring";

/**
 * Counts by label before, then by label after, of everybody who has one of either. Label 0 is whoever has none of the others:
 * those of the universe without a label, and those whom only the other labelling has met.
 */
export function crossLabels(
  before: readonly RoaringBitmap32[],
  after: readonly RoaringBitmap32[],
): readonly (readonly bigint[])[] {
  const everybody = RoaringBitmap32.orMany([...before, ...after]);
  const completed = ([, ...labelled]: readonly RoaringBitmap32[]): readonly RoaringBitmap32[] => [
    RoaringBitmap32.andNot(everybody, RoaringBitmap32.orMany(labelled)),
    ...labelled,
  ];
  const columns = completed(after);
  return completed(before).map((row) => columns.map((column) => BigInt(row.andCardinality(column))));
}
