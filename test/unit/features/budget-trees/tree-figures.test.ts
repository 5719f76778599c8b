import fc from "fast-check";
import type { PlacementUse } from "../../../../src/features/budget-trees/budget-tree";
import {
  findOverspends,
  movePlanned,
  type PlannedAmounts,
  plannedOfLines,
  setPlanned,
  tellNodes,
} from "../../../../src/features/budget-trees/tree-figures";

const keys = ["a", "a/LEAD", "a/LEAD/JD", "a/LEAD/JD/-", "a/ACQUIRE", "b", "b/LEAD", "b/LEAD/JD"];
const partsOf = (planned: PlannedAmounts, key: string): bigint =>
  [...planned]
    .filter(([part]) => part !== "" && (part.includes("/") ? part.slice(0, part.lastIndexOf("/")) : "") === key)
    .reduce((sum, [, amount]) => sum + amount, 0n);
const useOf = (campaignId: string, committed: bigint, spent: bigint): PlacementUse => ({
  placementId: campaignId,
  place: { campaignId, month: null, step: "LEAD", channel: "JD", crowd: "-" },
  ...{ committed, spent },
});
const trees = fc
  .array(fc.tuple(fc.constantFrom(...keys), fc.bigInt({ min: 0n, max: 100n })), { maxLength: 8 })
  .map((lines) => plannedOfLines(1_000n, new Map(lines)));

describe("tellNodes", () => {
  it("gives each place planned = parts + tied up in itself + unallocated, and counts a placement in all above", () => {
    fc.assert(
      fc.property(
        trees,
        fc.bigInt({ min: 0n, max: 50n }),
        fc.bigInt({ min: 0n, max: 50n }),
        (planned, committed, spent) => {
          const told = tellNodes(planned, [useOf("a", committed, spent), useOf("c", spent, committed)]);
          expect(told.get("")).toMatchObject({ committed: committed + spent, spent: committed + spent });
          let tied = 0n;
          for (const [key, { allocated, unallocated, planned: amount }] of told) {
            expect(allocated).toBe(partsOf(planned, key));
            tied += amount - allocated - unallocated;
          }
          // Each placement ties up the greater of the two, once.
          expect(tied).toBe(2n * [committed, spent].sort((a, b) => (a < b ? 1 : -1))[0]!);
        },
      ),
      { seed: 7 },
    );
  });
});

describe("changes of planned amounts", () => {
  it("move exactly the amount between two places and leave the rest of the tree as it is", () => {
    const moves = fc.tuple(
      fc.constantFrom("", ...keys),
      fc.constantFrom("", ...keys),
      fc.bigInt({ min: 1n, max: 40n }),
    );
    fc.assert(
      fc.property(trees, moves, (planned, [from, to, amount]) => {
        fc.pre(planned.has(from));
        const moved = movePlanned(planned, { from, to, amount });
        const unallocated = (of: PlannedAmounts, key: string): bigint => (of.get(key) ?? 0n) - partsOf(of, key);
        for (const key of new Set([...planned.keys(), ...moved.keys()])) {
          const change = unallocated(moved, key) - unallocated(planned, key);
          expect(change).toBe((key === to ? amount : 0n) - (key === from ? amount : 0n));
        }
      }),
      { seed: 8 },
    );
  });

  it("set one place and make those above that lack", () => {
    const planned = setPlanned(new Map([["", 100n]]), "a/LEAD", 30n);
    expect([...planned].sort()).toEqual([
      ["", 100n],
      ["a", 30n],
      ["a/LEAD", 30n],
    ]);
  });
});

describe("findOverspends", () => {
  it("names what a change makes worse, not what media overspent before", () => {
    const planned = new Map([
      ["", 100n],
      ["a", 40n],
    ]);
    const before = tellNodes(planned, [useOf("a", 0n, 50n)]);
    const elsewhere = tellNodes(setPlanned(planned, "b", 60n), [useOf("a", 0n, 50n)]);
    expect(findOverspends(before, elsewhere)).toEqual([]);
    const worse = tellNodes(setPlanned(planned, "a", 39n), [useOf("a", 0n, 50n)]);
    expect(findOverspends(before, worse)).toMatchObject([{ key: "a", short: 11n }]);
  });
});
