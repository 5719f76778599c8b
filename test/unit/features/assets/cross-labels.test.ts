import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { crossLabels } from "../../../../src/features/assets/cross-labels";

/** A label for some of 30 people; null: not met. */
const labels = fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: 30, maxLength: 30 });

const bitmapsOf = (labels: readonly (number | null)[]): readonly RoaringBitmap32[] =>
  [0, 1, 2, 3, 4].map(
    (wanted) => new RoaringBitmap32(labels.flatMap((label, person) => (label === wanted ? [person] : []))),
  );

it("counts every pair of labels of everybody whom the brand met before either instant", () => {
  fc.assert(
    fc.property(labels, labels, (from, to) => {
      const expected = Array.from({ length: 5 }, () => Array<bigint>(5).fill(0n));
      for (const [person, before] of from.entries()) {
        const after = to[person]!;
        if (before !== null || after !== null) expected[before ?? 0]![after ?? 0]! += 1n;
      }
      expect(crossLabels(bitmapsOf(from), bitmapsOf(to))).toEqual(expected);
    }),
  );
});
