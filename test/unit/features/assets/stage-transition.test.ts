import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import type { PerStage } from "../../../../src/features/assets";
import { crossStages } from "../../../../src/features/assets/stage-transition";

/** A stage for some of 30 people; null: not met. */
const labels = fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: 30, maxLength: 30 });

const bitmapsOf = (labels: readonly (number | null)[]): PerStage<RoaringBitmap32> => {
  const of = (stage: number): RoaringBitmap32 =>
    new RoaringBitmap32(labels.flatMap((label, person) => (label === stage ? [person] : [])));
  return [of(0), of(1), of(2), of(3), of(4)];
};

it("counts every pair of stages of everybody whom the brand met before either instant", () => {
  fc.assert(
    fc.property(labels, labels, (from, to) => {
      const expected = Array.from({ length: 5 }, () => Array<bigint>(5).fill(0n));
      for (const [person, before] of from.entries()) {
        const after = to[person]!;
        if (before !== null || after !== null) expected[before ?? 0]![after ?? 0]! += 1n;
      }
      expect(crossStages(bitmapsOf(from), bitmapsOf(to))).toEqual(expected);
    }),
  );
});
