import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { exclusiveRules } from "../../../../src/engines/segmentation/exclusive-rules";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { Rule } from "../../../../src/engines/segmentation/rule";

describe("exclusiveRules", () => {
  it("hold for each person of any tree once: for the first that holds", () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.nat(20)), { minLength: 1, maxLength: 5 }), (lists) => {
        const rules: readonly Rule[] = lists.map((_, index) => ({ pack: { id: String(index) } }));
        const universe = new RoaringBitmap32(Array.from({ length: 21 }, (_, person) => person));
        const found = (exclusiveRules(rules) as readonly Rule[]).map((rule) => {
          const plan = planRule(rule);
          const leaves = [...plan.leaves].map(
            ([key, leaf]) => [key, new RoaringBitmap32("pack" in leaf ? lists[Number(leaf.pack.id)]! : [])] as const,
          );
          return evaluatePlan(plan, { universe, leaves: new Map(leaves) }).toArray();
        });
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
