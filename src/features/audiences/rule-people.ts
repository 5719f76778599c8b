import type { RoaringBitmap32 } from "roaring";
import type { Rule } from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { ConsentReader, StablePlane } from "../people";
import type { AudienceEvaluator } from "./audience-evaluator";
import type { BasisFinder } from "./basis-finder";
import type { RuleReader } from "./rule-reader";

export interface RulePeopleParts {
  readonly reader: RuleReader;
  readonly basis: BasisFinder;
  readonly evaluator: AudienceEvaluator;
  readonly plane: StablePlane;
  readonly consent: ConsentReader;
}

export interface PeopleOfRules {
  readonly asOf: Date;
  /** In the order of the trees; bitmaps of the caller's own. */
  readonly people: readonly RoaringBitmap32[];
}

/** Whom trees would hold, for figures that compare several: all read as of one instant. Who asks spends the question. */
export class RulePeople {
  constructor(private readonly parts: RulePeopleParts) {}

  /** As `find`, of trees that are still to be checked. `path` leads to the trees where a problem of theirs is the caller's. */
  async read(
    context: RequestContext,
    brandId: number,
    trees: readonly RuleInput[],
    path: readonly string[] = [],
  ): Promise<PeopleOfRules> {
    const problems = new ProblemList();
    const read = await Promise.all(
      trees.map((rules) => this.parts.reader.read(context, { rules, path, packId: null, brandId }, problems)),
    );
    problems.throwIfAny();
    return this.find(
      context,
      brandId,
      read.map((one) => one!.rule),
      path,
    );
  }

  /** People who did not withdraw their consent, tree by tree. */
  find(
    context: RequestContext,
    brandId: number,
    rules: readonly Rule[],
    path: readonly string[],
  ): Promise<PeopleOfRules> {
    const { basis, evaluator, plane, consent } = this.parts;
    return plane.read(context, async () => {
      const found = await basis.find(context, { brandId, rule: { anyOf: rules }, path, asOf: null });
      const [withdrawn, ...people] = await Promise.all([
        consent.withdrawn(context),
        ...rules.map((rule) => evaluator.evaluate(rule, found)),
      ]);
      for (const one of people) one.andNotInPlace(withdrawn);
      return { asOf: found.asOf, people };
    });
  }
}
