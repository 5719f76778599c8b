import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import type { Fact } from "../../../../src/features/assets/label-statement";
import { figuresOf, labelPeople } from "../../../../src/features/assets/people-labels";

const FACTS: readonly Fact[] = [
  "UNIVERSE",
  "AWARE",
  "APPEAL",
  "ACT",
  "ADVOCATE",
  "BRAND_INTENT",
  "LOYAL",
  "CATEGORY_INTENT",
  "ON_SITE",
  "CATEGORY_BUYER",
];

/** Facts of 40 people, each drawn alone: also those that cannot come together from touchpoints. */
const facts = fc.record(
  Object.fromEntries(FACTS.map((fact) => [fact, fc.uniqueArray(fc.integer({ min: 0, max: 39 }))])) as Record<
    Fact,
    fc.Arbitrary<number[]>
  >,
);

const labelled = (facts: Readonly<Record<Fact, readonly number[]>>) =>
  labelPeople((fact) => new RoaringBitmap32([...facts[fact]]), ["BRAND", "CATEGORY", "PLATFORM"]);

it("gives everybody of the universe one stage and one cell, and nobody else any", () => {
  fc.assert(
    fc.property(facts, (drawn) => {
      const { stages, cells } = labelled(drawn);
      for (const partition of [stages, cells]) {
        const members = partition.flatMap((part) => part.toArray());
        expect(members.sort((a, b) => a - b)).toEqual([...drawn.UNIVERSE].sort((a, b) => a - b));
      }
    }),
  );
});

it("counts rows and columns of the crossing that sum to the stages, the cells and the people (V20)", () => {
  fc.assert(
    fc.property(facts, (drawn) => {
      const figures = figuresOf(labelled(drawn));
      const sum = (counts: readonly bigint[]): bigint => counts.reduce((total, count) => total + count, 0n);
      expect(figures.people).toBe(BigInt(drawn.UNIVERSE.length));
      expect(figures.cross.map(sum)).toEqual(figures.stages);
      expect(figures.cells.map((_, cell) => sum(figures.cross.map((row) => row[cell]!)))).toEqual(figures.cells);
    }),
  );
});

it("lets the deepest stage and the first intent win", () => {
  const { stages, cells } = labelled({
    UNIVERSE: [1, 2, 3, 4, 5],
    AWARE: [1, 2, 3, 4],
    APPEAL: [2, 3, 4],
    ACT: [3, 4],
    ADVOCATE: [2, 4], // 2 has advocated without an order
    BRAND_INTENT: [1],
    CATEGORY_INTENT: [1, 2, 3],
    ON_SITE: [1, 2, 3, 4],
    LOYAL: [1],
    CATEGORY_BUYER: [1, 2],
  });
  expect(stages.map((stage) => stage.toArray())).toEqual([[5], [1], [2], [3], [4]]);
  const inhabited = cells.flatMap((cell, label) => cell.toArray().map((person) => [person, label]));
  // BRAND x LOYAL, CATEGORY x SWING, CATEGORY x POTENTIAL, PLATFORM x POTENTIAL, unplaced
  expect(inhabited.sort()).toEqual([
    [1, 1],
    [2, 6],
    [3, 5],
    [4, 8],
    [5, 0],
  ]);
});
