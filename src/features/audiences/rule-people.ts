import type { RoaringBitmap32 } from "roaring";
import type { Rule } from "../../engines/segmentation/rule";
import type { RequestContext } from "../../platform/request-context";
import type { ConsentReader, StablePlane } from "../people";
import type { AudienceEvaluator } from "./audience-evaluator";
import type { BasisFinder } from "./basis-finder";

export interface PeopleOfRules {
  readonly asOf: Date;
  /** In the order of the trees; bitmaps of the caller's own. */
  readonly people: readonly RoaringBitmap32[];
}

/** Answers several trees from one reading of the data. */
export class RulePeople {
  constructor(
    private readonly basis: BasisFinder,
    private readonly evaluator: AudienceEvaluator,
    private readonly plane: StablePlane,
    private readonly consent: ConsentReader,
  ) {}

  find(
    context: RequestContext,
    brandId: number,
    rules: readonly Rule[],
    path: readonly string[],
  ): Promise<PeopleOfRules> {
    return this.plane.read(context, async () => {
      const basis = await this.basis.find(context, { brandId, rule: { anyOf: rules }, path, asOf: null });
      const [withdrawn, ...people] = await Promise.all([
        this.consent.withdrawn(context),
        ...rules.map((rule) => this.evaluator.evaluate(rule, basis)),
      ]);
      for (const bitmap of people) bitmap.andNotInPlace(withdrawn);
      return { asOf: basis.asOf, people };
    });
  }
}
