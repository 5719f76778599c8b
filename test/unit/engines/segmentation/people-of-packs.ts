import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import type { Rule } from "../../../../src/engines/segmentation/rule";

/** Of the people 0 to 30, those whom a tree of packs holds for, by the engine. */
export async function peopleOf(
  rule: Rule,
  membersOf: (packId: string) => readonly number[],
): Promise<readonly number[]> {
  const people = await evaluatePlan(planRule(rule), {
    universe: Promise.resolve(new RoaringBitmap32(Array.from({ length: 31 }, (_, person) => person))),
    answer: async (_, leaf) => new RoaringBitmap32("pack" in leaf ? [...membersOf(leaf.pack.id)] : []),
    costOf: () => 1,
  });
  return people.toArray();
}
