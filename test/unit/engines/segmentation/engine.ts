import { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../../../src/engines/segmentation/evaluate-plan";
import { planRule } from "../../../../src/engines/segmentation/plan-rule";
import { readRule } from "../../../../src/engines/segmentation/read-rule";
import type { Rule } from "../../../../src/engines/segmentation/rule";
import type { RuleInput } from "../../../../src/engines/segmentation/rule-input";
import { answerLeaf } from "./answer-leaf";
import type { World } from "./reference-evaluator";

/** A tree that must be sound. */
export function soundRule(input: RuleInput): Rule {
  const { rule, problems } = readRule(input);
  if (!rule) throw new Error(`the tree must be sound, but: ${problems.map(({ message }) => message).join(" ")}`);
  return rule;
}

const DAY = 86_400_000;

/** The engine's answer, with the leaves answered from the world's arrays. */
export function evaluateByEngine(input: RuleInput, world: World): readonly number[] {
  const plan = planRule(soundRule(input));
  const leaves = new Map([...plan.leaves].map(([key, leaf]) => [key, answerLeaf(leaf, world).freeze()]));
  const recent = world.touchpoints.filter(
    ({ at, sourceId }) => at >= world.asOf - 365 * DAY && at < world.asOf && world.visibleSourceIds.includes(sourceId),
  );
  const universe = new RoaringBitmap32(recent.map(({ person }) => person)).freeze();
  return evaluatePlan(plan, { universe, leaves }).toArray();
}
