import { RoaringBitmap32 } from "roaring";

/** Where people stand at one instant: parts that do not overlap; the first are those whom the brand met and who have no label. */
export type Labelled = readonly RoaringBitmap32[];

/**
 * Crosses the labels of two instants over everybody whom the brand met before either. Row and column 0 stand for no label, be
 * it that somebody lost it, or was not met yet or no longer, so the others sum to the people of their label.
 */
export function crossLabels(from: Labelled, to: Labelled): readonly (readonly bigint[])[] {
  const everybody = RoaringBitmap32.orMany([...from, ...to]);
  const completed = ([_, ...labelled]: Labelled): Labelled => [
    RoaringBitmap32.andNot(everybody, RoaringBitmap32.orMany(labelled)),
    ...labelled,
  ];
  const after = completed(to);
  return completed(from).map((row) => after.map((column) => BigInt(row.andCardinality(column))));
}
