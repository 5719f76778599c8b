import fc from "fast-check";
import { type AssetFigures, crowdGroups, type RuleSetDefinition } from "../../../../src/features/assets";
import { perStage } from "../../../../src/features/assets/stage";
import { visibleFigures } from "../../../../src/features/assets/visible-figures";
import { visibleNineGrid } from "../../../../src/features/assets/visible-nine-grid";

const THRESHOLD = 10;
const GROUPS: RuleSetDefinition["groups"] = {
  BASE: [["BRAND", "LOYAL"]],
  POTENTIAL: [
    ["BRAND", "SWING"],
    ["BRAND", "POTENTIAL"],
  ],
  INDUSTRY: [
    ["CATEGORY", "LOYAL"],
    ["CATEGORY", "SWING"],
    ["CATEGORY", "POTENTIAL"],
  ],
  PENETRATION: [
    ["PLATFORM", "LOYAL"],
    ["PLATFORM", "SWING"],
    ["PLATFORM", "POTENTIAL"],
  ],
};
/** Cell labels of each group above. */
const MEMBERS = { BASE: [1], POTENTIAL: [3, 2], INDUSTRY: [4, 6, 5], PENETRATION: [7, 9, 8] } as const;

const sum = (counts: readonly bigint[]): bigint => counts.reduce((total, count) => total + count, 0n);
const count = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0n) },
  fc.bigInt({ min: 1n, max: 9n }),
  fc.bigInt({ min: 10n, max: 90n }),
);
const figures: fc.Arbitrary<AssetFigures> = fc
  .array(fc.array(count, { minLength: 10, maxLength: 10 }), { minLength: 5, maxLength: 5 })
  .map((cross) => ({
    people: sum(cross.flat()),
    stages: perStage((stage) => sum(cross[stage]!)),
    cells: cross[0]!.map((_, cell) => sum(cross.map((row) => row[cell]!))),
    cross: perStage((stage) => cross[stage]!),
  }));

it("tells exactly what was counted, or nothing", () => {
  fc.assert(
    fc.property(figures, (exact) => {
      const shown = visibleFigures(exact, GROUPS, THRESHOLD);
      const pairs = [
        ...shown.stages.counts.map((told, stage) => [told, exact.stages[stage as 0]] as const),
        ...shown.cells.counts.map((told, cell) => [told, exact.cells[cell]] as const),
        ...crowdGroups.map(
          (group) =>
            [shown.nineGrid.groups.get(group)!, sum(MEMBERS[group].map((cell) => exact.cells[cell]!))] as const,
        ),
        ...shown.cross.counts.flatMap((row, stage) =>
          row.map((told, cell) => [told, exact.cross[stage as 0][cell]] as const),
        ),
      ];
      for (const [told, counted] of pairs) {
        if (told !== null) expect(told).toBe(counted);
        if (told !== null && told > 0n) expect(told).toBeGreaterThanOrEqual(THRESHOLD);
      }
    }),
  );
});

it("gives no withheld cell away through its group's sum, and no withheld group through its cells", () => {
  fc.assert(
    fc.property(figures, (exact) => {
      const {
        cells,
        nineGrid: { groups },
      } = visibleFigures(exact, GROUPS, THRESHOLD);
      for (const group of crowdGroups) {
        const withheld = MEMBERS[group].filter((cell) => cells.counts[cell] === null);
        if (groups.get(group) === null) expect(withheld.length).toBeGreaterThan(0);
        else expect(withheld).not.toHaveLength(1);
      }
    }),
  );
});

it("sums to the people: what is told and the remainder", () => {
  fc.assert(
    fc.property(figures, (exact) => {
      const { people, stages, cells, cross } = visibleFigures(exact, GROUPS, THRESHOLD);
      for (const { counts, remainder } of [stages, cells, { ...cross, counts: cross.counts.flat() }]) {
        const told = sum(counts.map((told) => told ?? 0n));
        if (remainder !== null || !counts.includes(null)) expect(told + (remainder ?? 0n)).toBe(exact.people);
      }
      expect(people).toBe(exact.people > 0n && exact.people < BigInt(THRESHOLD) ? null : exact.people);
    }),
  );
});

describe("rows and columns of the nine-grid", () => {
  const shownOf = (cells: readonly number[]) => visibleNineGrid(cells.map(BigInt), GROUPS, THRESHOLD);

  it("tells a column with a small cell where its other cells hide it, and no column that would tell the cell", () => {
    // CATEGORY x LOYAL has 4 people; the next smallest of INDUSTRY, CATEGORY x POTENTIAL with 20, goes with it.
    const { cells, columns, rows, placed } = shownOf([30, 40, 50, 60, 4, 20, 80, 90, 70, 60]);
    expect(cells.map((count) => count === null)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      ...Array(4).fill(false),
    ]);
    // LOYAL would tell the 4: all its other cells are told. So would POTENTIAL, by the row's 24.
    expect(Object.fromEntries(columns)).toEqual({ LOYAL: null, POTENTIAL: null, SWING: 200n });
    expect(Object.fromEntries(rows)).toEqual({ BRAND: 150n, CATEGORY: 104n, PLATFORM: 220n });
    expect(placed).toBe(474n);
  });

  it("tells columns whose withheld cells are enough people together", () => {
    // Small: CATEGORY x LOYAL (4) and PLATFORM x LOYAL (9), each with a SWING cell beside it.
    const { columns } = shownOf([30, 40, 50, 60, 4, 80, 20, 9, 70, 15]);
    expect(Object.fromEntries(columns)).toEqual({ LOYAL: 53n, POTENTIAL: 200n, SWING: 95n });
  });

  it("lets no few people be computed from all that is told", () => {
    const cell = fc.bigInt({ min: 0n, max: 30n });
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 1, max: 20 }),
        (counts, threshold) => {
          const shown = visibleNineGrid(counts, GROUPS, threshold);
          const sums: (readonly [told: bigint | null, cells: readonly number[]])[] = [
            ...[...shown.rows.values()].map((told, row) => [told, [1, 2, 3].map((cell) => 3 * row + cell)] as const),
            ...[...shown.columns.values()].map(
              (told, column) => [told, [1, 4, 7].map((cell) => column + cell)] as const,
            ),
            ...crowdGroups.map((group) => [shown.groups.get(group)!, MEMBERS[group]] as const),
            [shown.placed, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
          ];
          for (const [told, cells] of sums) {
            if (told !== null) expect(told).toBe(sum(cells.map((cell) => counts[cell]!)));
            if (told !== null && told > 0n) expect(told).toBeGreaterThanOrEqual(threshold);
          }
          // With rows and columns told, two cells of a told sum stay unknown: adding one to either keeps every told sum.
          const told = sums.filter(([count]) => count !== null).map(([, cells]) => cells);
          const hidden = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((cell) => shown.cells[cell] === null);
          const hasMargin = [...shown.rows.values(), ...shown.columns.values()].some((count) => count !== null);
          if (!hasMargin) return;
          for (const cell of hidden.filter((cell) => counts[cell]! < BigInt(threshold))) {
            expect(canMove(cell, hidden, told)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Whether some whole numbers from -2 to 2 on the hidden cells leave every told sum as it is and move `cell`. */
function canMove(cell: number, hidden: readonly number[], told: readonly (readonly number[])[]): boolean {
  const others = hidden.filter((each) => each !== cell);
  const sums = told.map((cells) => cells.filter((each) => hidden.includes(each))).filter((cells) => cells.length > 0);
  const search = (moves: ReadonlyMap<number, number>, next: number): boolean => {
    const isSettled = (cells: readonly number[]): boolean => cells.every((each) => moves.has(each));
    const moved = (cells: readonly number[]): number => cells.reduce((total, each) => total + moves.get(each)!, 0);
    if (sums.some((cells) => isSettled(cells) && moved(cells) !== 0)) return false;
    if (next === others.length) return true;
    return [0, -1, 1, -2, 2].some((move) => search(new Map([...moves, [others[next]!, move]]), next + 1));
  };
  return search(new Map([[cell, 1]]), 0);
}
