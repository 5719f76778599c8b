import type { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../engines/segmentation/evaluate-plan";
import { expandLivePacks } from "../../engines/segmentation/live-packs";
import { planRule } from "../../engines/segmentation/plan-rule";
import type { Rule } from "../../engines/segmentation/rule";
import type { EvaluationBasis } from "./evaluation-basis";
import type { LeafLoader } from "./leaf-loader";
import { resolveLeaf } from "./resolve-leaf";
import { universeQuery } from "./universe";

/** Turns a tree into people: leaves from the loader, all at once, and the algebra in memory. */
export class AudienceEvaluator {
  constructor(private readonly loader: LeafLoader) {}

  /** A bitmap of the caller's own. */
  async evaluate(rule: Rule, basis: EvaluationBasis): Promise<RoaringBitmap32> {
    const plan = planRule(expandLivePacks(rule, basis.liveRules));
    const [universe, leaves] = await Promise.all([
      this.loader.load(universeQuery(basis)),
      Promise.all(
        [...plan.leaves].map(async ([key, leaf]) => [key, await this.loader.load(resolveLeaf(leaf, basis))] as const),
      ),
    ]);
    return evaluatePlan(plan, { universe, leaves: new Map(leaves) });
  }
}
