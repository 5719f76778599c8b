import fc from "fast-check";
import { PersonSet } from "../../../../src/engines/segmentation/person-set";

/** People on both sides of the end of a word and of a page, and the last that there can be. */
const person = fc.oneof(
  fc.nat(70),
  fc.integer({ min: 1_048_570, max: 1_048_610 }),
  fc.integer({ min: 0xffff_ffe0, max: 0xffff_ffff }),
);

it("holds everybody who came once, however they come", () => {
  fc.assert(
    fc.property(fc.array(fc.array(person)), (batches) => {
      const set = new PersonSet();
      for (const batch of batches) set.addAll(Uint32Array.from(batch));
      expect(set.people().toArray()).toEqual([...new Set(batches.flat())].sort((a, b) => a - b));
    }),
    { numRuns: 200, seed: 6 },
  );
});
