import fc from "fast-check";
import { roundCount, suppress, suppressPartition } from "../../../src/platform/small-groups";

const sumOf = (counts: readonly bigint[]): bigint => counts.reduce((sum, count) => sum + count, 0n);

describe("a single count", () => {
  it.each([
    [0n, 50, 0n],
    [1n, 50, null],
    [49n, 50, null],
    [50n, 50, 50n],
    [1n, 1, 1n],
    [2n ** 63n, 50, 2n ** 63n],
  ])("of %s under threshold %i is told as %s", (count, threshold, told) => {
    expect(suppress(count, threshold)).toBe(told);
  });
});

describe("a partition whose total is told", () => {
  it.each([
    ["nothing small", [50n, 60n, 0n], { counts: [50n, 60n, 0n], suppressedCells: 0, remainder: null }],
    ["one small cell", [10n, 60n, 80n], { counts: [null, null, 80n], suppressedCells: 2, remainder: 70n }],
    [
      "two small cells that reach it",
      [30n, 20n, 80n],
      { counts: [null, null, 80n], suppressedCells: 2, remainder: 50n },
    ],
    ["two that do not", [30n, 19n, 80n, 90n], { counts: [null, null, null, 90n], suppressedCells: 3, remainder: 129n }],
    [
      "the first of two equal cells",
      [10n, 60n, 60n],
      { counts: [null, null, 60n], suppressedCells: 2, remainder: 70n },
    ],
    [
      "an empty cell, which hides nobody",
      [10n, 0n, 60n],
      { counts: [null, 0n, null], suppressedCells: 2, remainder: 70n },
    ],
    ["a small cell alone", [10n, 0n], { counts: [null, 0n], suppressedCells: 1, remainder: null }],
    ["no cell", [], { counts: [], suppressedCells: 0, remainder: null }],
  ])("withholds with %s", (_, counts, expected) => {
    expect(suppressPartition(counts, 50)).toEqual(expected);
  });

  const partition = fc.array(fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: 100_000n })), {
    maxLength: 12,
  });
  const threshold = fc.integer({ min: 1, max: 60 });
  const laws = (
    check: (counts: readonly bigint[], told: ReturnType<typeof suppressPartition>, least: bigint) => void,
  ) =>
    fc.assert(
      fc.property(partition, threshold, (counts, least) =>
        check(counts, suppressPartition(counts, least), BigInt(least)),
      ),
      { numRuns: 500 },
    );

  it("tells each cell exactly or not at all, and none that is small", () => {
    laws((counts, told, least) => {
      expect(told.counts).toHaveLength(counts.length);
      told.counts.forEach((count, index) => {
        if (count === null) return;
        expect(count).toBe(counts[index]);
        expect(count === 0n || count >= least).toBe(true);
      });
      expect(told.suppressedCells).toBe(told.counts.filter((count) => count === null).length);
    });
  });

  it("never withholds a cell alone while another holds people, so that none follows from the total", () => {
    laws((counts, told) => {
      const others = counts.filter((count, index) => told.counts[index] !== null && count > 0n);
      expect(told.suppressedCells !== 1 || others.length === 0).toBe(true);
    });
  });

  it("withholds too few people only when no cell is left to withhold", () => {
    laws((counts, told, least) => {
      const withheld = sumOf(counts.filter((_, index) => told.counts[index] === null));
      const left = told.counts.filter((count) => count !== null && count > 0n);
      expect(told.suppressedCells === 0 || withheld >= least || left.length === 0).toBe(true);
    });
  });

  it("tells the remainder of the withheld people, or nothing of it where they are too few", () => {
    laws((counts, told, least) => {
      const withheld = sumOf(counts.filter((_, index) => told.counts[index] === null));
      expect(told.remainder).toBe(withheld >= least && told.suppressedCells > 0 ? withheld : null);
    });
  });

  it("withholds no more than it must: with the largest complement told instead, a law would break", () => {
    laws((counts, told, least) => {
      const complements = counts.filter((count, index) => told.counts[index] === null && count >= least);
      if (complements.length === 0) return;
      const largest = [...complements].sort((a, b) => (a < b ? -1 : 1)).at(-1)!;
      const withheld = sumOf(counts.filter((_, index) => told.counts[index] === null));
      expect(told.suppressedCells - 1 < 2 || withheld - largest < least).toBe(true);
    });
  });

  it("withholds nothing under a threshold of 1", () => {
    fc.assert(
      fc.property(partition, (counts) => {
        expect(suppressPartition(counts, 1)).toEqual({ counts, suppressedCells: 0, remainder: null });
      }),
    );
  });
});

describe("rounding", () => {
  it.each([
    [0n, 10, 0n],
    [4n, 10, 0n],
    [5n, 10, 10n],
    [14n, 10, 10n],
    [15n, 10, 20n],
    [7n, 1, 7n],
    [1n, 3, 0n],
    [2n, 3, 3n],
  ])("%s to %i is %s: half goes up", (count, base, rounded) => {
    expect(roundCount(count, base)).toBe(rounded);
  });

  it("moves a count by half the base at most, to a multiple of it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n }), fc.integer({ min: 1, max: 1_000 }), (count, base) => {
        const rounded = roundCount(count, base);
        const distance = rounded > count ? rounded - count : count - rounded;
        expect(rounded % BigInt(base)).toBe(0n);
        expect(distance * 2n <= BigInt(base)).toBe(true);
      }),
    );
  });
});
