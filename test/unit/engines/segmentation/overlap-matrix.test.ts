import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { combinePacks, type PackOperation, packOperations } from "../../../../src/engines/segmentation/combine-packs";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { overlapMatrix } from "../../../../src/engines/segmentation/overlap-matrix";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import { readRule } from "../../../../src/engines/segmentation/read-rule";

const sets = fc.array(fc.uniqueArray(fc.nat(30)), { minLength: 2, maxLength: 6 });

describe("overlapMatrix", () => {
  it("counts as sets do", () => {
    fc.assert(
      fc.property(sets, (lists) => {
        const { sizes, unique, pairs } = overlapMatrix(lists.map((list) => new RoaringBitmap32(list)));
        const isIn = (person: number, index: number): boolean => lists[index]!.includes(person);
        expect(sizes).toEqual(lists.map((list) => list.length));
        expect(unique).toEqual(
          lists.map(
            (list, own) =>
              list.filter((person) => lists.every((_, other) => other === own || !isIn(person, other))).length,
          ),
        );
        expect(pairs).toHaveLength((lists.length * (lists.length - 1)) / 2);
        for (const { first, second, both } of pairs) {
          expect(first).toBeLessThan(second);
          expect(both).toBe(lists[first]!.filter((person) => isIn(person, second)).length);
        }
      }),
    );
  });
});

describe("combinePacks", () => {
  const holds: Readonly<Record<PackOperation, (isIn: readonly boolean[]) => boolean>> = {
    UNION: (isIn) => isIn.some(Boolean),
    INTERSECTION: (isIn) => isIn.every(Boolean),
    DIFFERENCE: ([first, ...others]) => first! && !others.some(Boolean),
  };

  it.each(packOperations)("makes the tree of a %s", async (operation) => {
    const everybody = Array.from({ length: 31 }, (_, person) => person);
    const universe = new RoaringBitmap32(everybody);
    await fc.assert(
      fc.asyncProperty(sets, async (lists) => {
        const ids = lists.map((_, index) => `pack-${index}`);
        const plan = planRule(readRule(combinePacks(operation, ids)).rule!);
        const people = await evaluatePlan(plan, {
          universe: Promise.resolve(universe),
          answer: async (_, leaf) => new RoaringBitmap32("pack" in leaf ? lists[ids.indexOf(leaf.pack.id)]! : []),
          costOf: () => 1,
        });
        expect(people.toArray()).toEqual(
          everybody.filter((person) => holds[operation](lists.map((list) => list.includes(person)))),
        );
      }),
    );
  });
});
