import fc from "fast-check";
import { type AssetFigures, crowdGroups, type RuleSetDefinition } from "../../../../src/features/assets";
import { perStage } from "../../../../src/features/assets/stage";
import { visibleFigures } from "../../../../src/features/assets/visible-figures";

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
          (group) => [shown.groups.get(group)!, sum(MEMBERS[group].map((cell) => exact.cells[cell]!))] as const,
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
      const { cells, groups } = visibleFigures(exact, GROUPS, THRESHOLD);
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
