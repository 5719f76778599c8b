import type { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../engines/segmentation/evaluate-plan";
import { expandLivePacks } from "../../engines/segmentation/live-packs";
import { planRule } from "../../engines/segmentation/plan-rule";
import type { Rule } from "../../engines/segmentation/rule";
import type { EvaluationBasis } from "./evaluation-basis";
import type { LeafLoader } from "./leaf-loader";
import { resolveLeaf } from "./resolve-leaf";
import { universeQuery } from "./universe";

/** Turns a tree into people: leaves from the loader, cheap ones first, and the algebra in memory. */
export class AudienceEvaluator {
  constructor(private readonly loader: LeafLoader) {}

  /** A bitmap of the caller's own. */
  async evaluate(rule: Rule, basis: EvaluationBasis): Promise<RoaringBitmap32> {
    const plan = planRule(expandLivePacks(rule, basis.liveRules));
    const queries = new Map([...plan.leaves].map(([key, leaf]) => [key, resolveLeaf(leaf, basis)]));
    return evaluatePlan(plan, {
      universe: this.loader.load(universeQuery(basis)),
      answer: (key) => this.loader.load(queries.get(key)!),
      costOf: (key) => this.loader.costOf(queries.get(key)!),
    });
  }
}
