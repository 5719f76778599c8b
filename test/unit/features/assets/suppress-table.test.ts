import fc from "fast-check";
import { suppressTable } from "../../../../src/features/assets/suppress-table";

const NONE = { withheldRows: new Set<number>(), withheldColumns: new Set<number>() };
const THRESHOLD = 10;
const count = fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 10n, max: 500n }));
const table = fc.array(fc.array(count, { minLength: 4, maxLength: 4 }), { minLength: 5, maxLength: 5 });

const linesOf = <T>(rows: readonly (readonly T[])[]): readonly (readonly T[])[] => [
  ...rows,
  ...rows[0]!.map((_, column) => rows.map((row) => row[column]!)),
];
const sum = (counts: readonly bigint[]): bigint => counts.reduce((total, value) => total + value, 0n);

it("tells no count below the threshold", () => {
  fc.assert(
    fc.property(table, (counts) => {
      for (const cell of suppressTable(counts, THRESHOLD, NONE).counts.flat())
        expect(cell === null || cell === 0n || cell >= BigInt(THRESHOLD)).toBe(true);
    }),
  );
});

it("leaves no line with one withheld cell, or with withheld cells of too few people while it has others to add", () => {
  fc.assert(
    fc.property(table, (counts) => {
      const told = linesOf(suppressTable(counts, THRESHOLD, NONE).counts);
      for (const [index, line] of linesOf(counts).entries()) {
        const withheld = line.filter((_, place) => told[index]![place] === null);
        const hasOthers = told[index]!.some((cell) => cell !== null && cell > 0n);
        expect(withheld).not.toHaveLength(1);
        if (withheld.length > 0 && hasOthers) expect(sum(withheld)).toBeGreaterThanOrEqual(THRESHOLD);
      }
    }),
  );
});

it("tells whatever can be told, and counts and sums the rest", () => {
  const counts = [
    [3n, 40n, 50n],
    [60n, 20n, 70n],
    [80n, 90n, 0n],
  ];
  // 3 takes the 40 of its row and the 60 of its column along, which both take the 20
  expect(suppressTable(counts, THRESHOLD, NONE)).toEqual({
    counts: [
      [null, null, 50n],
      [null, null, 70n],
      [80n, 90n, 0n],
    ],
    suppressedCells: 4,
    remainder: 123n,
  });
});

it("withholds all cells of a line whose sum is withheld elsewhere", () => {
  const counts = [
    [30n, 40n],
    [60n, 0n],
    [70n, 80n],
  ];
  const { counts: told } = suppressTable(counts, THRESHOLD, { ...NONE, withheldRows: new Set([0]) });
  expect(told[0]).toEqual([null, null]);
  expect(told.flat().filter((cell) => cell === null).length).toBeGreaterThan(2);
});

it("withholds nothing at a threshold of 1", () => {
  fc.assert(
    fc.property(table, (counts) => {
      expect(suppressTable(counts, 1, NONE)).toEqual({ counts, suppressedCells: 0, remainder: null });
    }),
  );
});
