import fc from "fast-check";
import type { AssetSnapshot, PerStage } from "../../../../src/features/assets";
import { assetChange, movements, stageMovements, stageSide } from "../../../../src/features/assets/asset-change";
import { perStage } from "../../../../src/features/assets/stage";
import { tellTransition } from "../../../../src/features/assets/tell-transition";

/** Every cell in one group, so that only stages matter. */
const groups = { BASE: [], POTENTIAL: [], INDUSTRY: [], PENETRATION: [] };

/** A snapshot of these people by stage, all of them unplaced. */
const snapshotOf = (stages: PerStage<bigint>): AssetSnapshot => {
  const people = stages.reduce((sum, count) => sum + count, 0n);
  const cells = [people, ...Array<bigint>(9).fill(0n)];
  const cross = perStage((label) => [stages[label], ...Array<bigint>(9).fill(0n)]);
  return { figures: { people, stages, cells, cross }, ruleSet: { definition: { groups } } } as unknown as AssetSnapshot;
};

type Crossed = PerStage<PerStage<bigint>>;

/** Of people crossed by stage: row and column 0 hold the lapsed, and nobody is newly met. */
const change = (crossed: Crossed, threshold: number) => {
  const from = snapshotOf(perStage((row) => crossed[row].reduce((sum, count) => sum + count, 0n)));
  const to = snapshotOf(perStage((column) => crossed.reduce((sum, row) => sum + row[column], 0n)));
  const sides = {
    before: stageSide(from, from.figures.stages[0], threshold),
    after: stageSide(to, to.figures.stages[0], threshold),
  };
  const { moves } = tellTransition({ cells: crossed, ...sides, moves: stageMovements }, threshold);
  return assetChange(from, to, moves, threshold);
};

const count = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0n) },
  { weight: 2, arbitrary: fc.bigInt({ min: 1n, max: 4n }) },
  { weight: 3, arbitrary: fc.bigInt({ min: 5n, max: 40n }) },
);
const row = fc.tuple(count, count, count, count, count);
const crossings = fc.tuple(row, row, row, row, row);

it("counts more people than a 32-bit number holds (V76: 4A people grew by more than 20 million)", () => {
  const crossed = perStage((from) =>
    perStage((to) => (from === 0 && to === 1 ? 23_000_000n : from === to ? 2_000_000_000n : 0n)),
  );
  const { people, movements: moved } = change(crossed, 50);
  expect(people).toEqual({ before: 8_000_000_000n, after: 8_023_000_000n, delta: 23_000_000n, growth: 0.002875 });
  expect(moved.get("ENTERED")).toBe(23_000_000n);
});

it("gives everybody one movement: entered less left is the change, and each side sums to its people", () => {
  fc.assert(
    fc.property(crossings, (crossed) => {
      const { people, movements: moved } = change(crossed, 1);
      const of = (name: (typeof movements)[number]): bigint => moved.get(name)!;
      const kept = of("RISEN") + of("FALLEN") + of("UNMOVED");
      expect(of("LEFT") + kept).toBe(people.before);
      expect(of("ENTERED") + kept).toBe(people.after);
      expect(of("ENTERED") - of("LEFT")).toBe(people.delta);
    }),
  );
});

it("lets no withheld movement follow from the people before and after, and no withheld crossing from a movement", () => {
  const threshold = 5;
  fc.assert(
    fc.property(crossings, (crossed) => {
      const exact = change(crossed, 1);
      const told = change(crossed, threshold);
      const isSafe = (withheld: readonly bigint[]): boolean =>
        withheld.length === 0 ||
        (withheld.length > 1 && withheld.reduce((sum, people) => sum + people, 0n) >= BigInt(threshold));
      for (const [side, left] of [
        ["before", "LEFT"],
        ["after", "ENTERED"],
      ] as const) {
        if (told.people[side] === null || exact.people[side]! < BigInt(threshold)) continue;
        const parts = [left, "RISEN", "FALLEN", "UNMOVED"] as const;
        expect(
          isSafe(parts.filter((name) => told.movements.get(name) === null).map((name) => exact.movements.get(name)!)),
        ).toBe(true);
      }
      for (const people of told.movements.values()) expect(people === null || people === 0n || people >= 5n).toBe(true);
    }),
  );
});
