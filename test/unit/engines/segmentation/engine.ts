import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import { readRule } from "../../../../src/engines/segmentation/read-rule";
import type { Rule } from "../../../../src/engines/segmentation/rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import { answerLeaf } from "./answer-leaf";
import { universeOf, type World } from "./reference-evaluator";

/** The pieces of the engine, so that others can stand in. */
export interface SegmentationEngine {
  readonly readRule: typeof readRule;
  readonly planRule: typeof planRule;
  readonly evaluatePlan: typeof evaluatePlan;
}

const ENGINE: SegmentationEngine = { readRule, planRule, evaluatePlan };

/** A tree that must be sound. */
export function soundRule(input: RuleInput, engine = ENGINE): Rule {
  const { rule, problems } = engine.readRule(input);
  if (!rule) throw new Error(`the tree must be sound, but: ${problems.map(({ message }) => message).join(" ")}`);
  return rule;
}

/** The engine's answer, with the leaves answered from the world's arrays, each at a cost of its own. */
export async function evaluateByEngine(input: RuleInput, world: World, engine = ENGINE): Promise<readonly number[]> {
  const plan = engine.planRule(soundRule(input, engine));
  const people = await engine.evaluatePlan(plan, {
    universe: Promise.resolve(new RoaringBitmap32(universeOf(world)).freeze()),
    answer: async (key) => answerLeaf(plan.leaves.get(key)!, world).freeze(),
    costOf: (key) => key.length % 3,
  });
  return people.toArray();
}
