import fc from "fast-check";
import { PersonCounter } from "../../../../src/engines/segmentation/person-counter";

/** People on both sides of a page's end, and the last that there can be. */
const person = fc.oneof(fc.nat(3), fc.integer({ min: 1_048_574, max: 1_048_578 }), fc.constant(0xffff_ffff));

it("finds everybody with enough touchpoints, however they come", () => {
  fc.assert(
    fc.property(fc.array(fc.array(person)), fc.integer({ min: 1, max: 5 }), (batches, enough) => {
      const counter = new PersonCounter(enough);
      for (const batch of batches) counter.add(Uint32Array.from(batch));
      const all = batches.flat();
      const people = [...new Set(all)].filter((one) => all.filter((other) => other === one).length >= enough);
      expect(counter.people().toArray()).toEqual(people.sort((a, b) => a - b));
    }),
    { numRuns: 100, seed: 6 },
  );
});

it.each([254, 255, 256, 257, 65_536])("counts to %i and no further", (enough) => {
  const counter = new PersonCounter(enough);
  counter.add(new Uint32Array(enough - 1).fill(7));
  expect(counter.people().toArray()).toEqual([]);
  counter.add(Uint32Array.of(7, 7, 7));
  expect(counter.people().toArray()).toEqual([7]);
});
