import type { RoaringBitmap32 } from "roaring";
import type { Rule } from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import type { AssetService, PerStage } from "../assets";
import type { BrandService } from "../brands";
import type { ConsentReader, StablePlane } from "../people";
import type { AudienceEvaluator } from "./audience-evaluator";
import { audienceQuestion } from "./audience-question";
import { type AudienceSize, tellSize } from "./audience-size";
import type { BasisFinder } from "./basis-finder";
import type { EvaluationBasis } from "./evaluation-basis";
import type { LeafLoader } from "./leaf-loader";
import type { PackReferences } from "./pack-references";
import type { RuleReader } from "./rule-reader";
import { type StageMakeUp, stageMakeUp } from "./stage-make-up";

export interface Estimate {
  readonly asOf: Date;
  readonly rule: Rule;
  readonly people: RoaringBitmap32;
  readonly size: AudienceSize;
  /** Null: the brand has no snapshot. */
  readonly makeUp: StageMakeUp | null;
}

export interface EstimatorInput {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly brands: BrandService;
  readonly assets: AssetService;
  readonly reader: RuleReader;
  readonly references: PackReferences;
  readonly basis: BasisFinder;
  readonly evaluator: AudienceEvaluator;
  readonly loader: LeafLoader;
  readonly plane: StablePlane;
  readonly consent: ConsentReader;
}

/** Answers who an audience would be, without making one. */
export class Estimator {
  constructor(private readonly its: EstimatorInput) {}

  async estimate(context: RequestContext, brandId: number, input: RuleInput): Promise<Estimate> {
    const path = ["rules"];
    await this.its.brands.requireGranted(context, brandId, ["brandId"]);
    const problems = new ProblemList();
    const read = await this.its.reader.read(context, { rules: input, path, packId: null, brandId }, problems);
    problems.throwIfAny();
    const { rule } = read!;
    const hash = await this.its.references.expandedHash(context, { brandId, rule, path, packId: null });
    await this.its.questions.spend(context, audienceQuestion(brandId, hash));
    const organisation = await this.its.access.ownOrganisation(context);
    return this.its.plane.read(context, async () => {
      const basis = await this.its.basis.find(context, { brandId, rule, path, asOf: null });
      const [people, withdrawn] = await Promise.all([
        this.its.evaluator.evaluate(rule, basis),
        this.its.consent.withdrawn(context),
      ]);
      people.andNotInPlace(withdrawn);
      const size = tellSize(BigInt(people.size), organisation);
      return { asOf: basis.asOf, rule, people, size, makeUp: await this.makeUp(context, basis, people) };
    });
  }

  /** By the newest snapshot, which is the one that the tree reads when it reads labels. */
  private async makeUp(
    context: RequestContext,
    { brandId, overlayId, peopleVersion: version }: EvaluationBasis,
    people: RoaringBitmap32,
  ): Promise<StageMakeUp | null> {
    const knowing = { overlayId, peopleVersion: version.toString() };
    const snapshot = await this.its.assets.latestSnapshot(context, brandId);
    if (!snapshot) return null;
    const { labelsId, asOf } = snapshot;
    const label = (label: number): Promise<RoaringBitmap32> =>
      this.its.loader.load({ kind: "LABEL", labelsId, brandId, dimension: "STAGE", labels: [label], ...knowing });
    const labels: PerStage<RoaringBitmap32> = await Promise.all([label(0), label(1), label(2), label(3), label(4)]);
    return stageMakeUp(people, { asOf, labels }, await this.its.access.ownOrganisation(context));
  }
}
