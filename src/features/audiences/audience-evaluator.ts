import type { RoaringBitmap32 } from "roaring";
import { evaluatePlan } from "../../engines/segmentation/evaluate-plan";
import { expandLivePacks } from "../../engines/segmentation/live-packs";
import { planRule } from "../../engines/segmentation/plan-rule";
import type { Rule } from "../../engines/segmentation/rule";
import type { Metrics } from "../../platform/metrics";
import type { EvaluationBasis } from "./evaluation-basis";
import type { LeafLoader } from "./leaf-loader";
import { resolveLeaf } from "./resolve-leaf";
import { universeQuery } from "./universe";

/** Turns a tree into people: leaves from the loader, cheap ones first, and the algebra in memory. */
export class AudienceEvaluator {
  constructor(
    private readonly loader: LeafLoader,
    private readonly metrics: Pick<Metrics, "observeEvaluation">,
  ) {}

  /** A bitmap of the caller's own. */
  async evaluate(rule: Rule, basis: EvaluationBasis): Promise<RoaringBitmap32> {
    const began = performance.now();
    const plan = planRule(expandLivePacks(rule, basis.liveRules));
    const queries = new Map([...plan.leaves].map(([key, leaf]) => [key, resolveLeaf(leaf, basis)]));
    const people = await evaluatePlan(plan, {
      universe: this.loader.load(universeQuery(basis)),
      answer: (key) => this.loader.load(queries.get(key)!),
      costOf: (key) => this.loader.costOf(queries.get(key)!),
    });
    this.metrics.observeEvaluation((performance.now() - began) / 1_000);
    return people;
  }
}
