import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { exclusiveRules } from "../../../../src/engines/segmentation/exclusive-rules";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { Rule } from "../../../../src/engines/segmentation/rule";

describe("exclusiveRules", () => {
  it("hold for each person of any tree once: for the first that holds", async () => {
    const universe = new RoaringBitmap32(Array.from({ length: 21 }, (_, person) => person));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uniqueArray(fc.nat(20)), { minLength: 1, maxLength: 5 }), async (lists) => {
        const rules: readonly Rule[] = lists.map((_, index) => ({ pack: { id: String(index) } }));
        const found = await Promise.all(
          (exclusiveRules(rules) as readonly Rule[]).map(async (rule) => {
            const people = await evaluatePlan(planRule(rule), {
              universe: Promise.resolve(universe),
              answer: async (_, leaf) => new RoaringBitmap32("pack" in leaf ? lists[Number(leaf.pack.id)]! : []),
              costOf: () => 1,
            });
            return people.toArray();
          }),
        );
        for (let person = 0; person <= 20; person++) {
          const first = lists.findIndex((list) => list.includes(person));
          expect(found.flatMap((people, index) => (people.includes(person) ? [index] : []))).toEqual(
            first === -1 ? [] : [first],
          );
        }
      }),
    );
  });
});
