import { RoaringBitmap32 } from "roaring";
import { exclusiveRules } from "../../engines/segmentation/exclusive-rules";
import type { Rule } from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import {
  type AudienceSize,
  audienceQuestion,
  type PackReferences,
  type RulePeople,
  type RuleReader,
  tellSize,
} from "../audiences";
import type { BrandService } from "../brands";
import { MAX_CROWDS } from "./crowd-strategy";

export interface CrowdEstimate {
  readonly asOf: Date;
  /** In any of the crowds. */
  readonly size: AudienceSize;
  /** By priority. */
  readonly crowds: readonly {
    readonly priority: number;
    /** Who meet its rules, also those of a crowd before it. */
    readonly candidates: AudienceSize;
    readonly size: AudienceSize;
  }[];
}

export interface CrowdEstimatorInput {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly brands: BrandService;
  readonly reader: RuleReader;
  readonly references: PackReferences;
  readonly people: RulePeople;
}

/** Says who would be in which crowd, without making any. */
export class CrowdEstimator {
  constructor(private readonly its: CrowdEstimatorInput) {}

  async estimate(context: RequestContext, brandId: number, crowds: readonly RuleInput[]): Promise<CrowdEstimate> {
    await this.its.brands.requireGranted(context, brandId, ["brandId"]);
    const rules = await this.read(context, brandId, crowds);
    const trees = [...rules, ...(exclusiveRules(rules) as readonly Rule[]), { anyOf: rules }];
    const hashes = await Promise.all(
      trees.map((rule) => this.its.references.expandedHash(context, { brandId, rule, path: ["crowds"], packId: null })),
    );
    await this.its.questions.spendAll(
      context,
      hashes.map((hash) => audienceQuestion(brandId, hash)),
    );
    const { asOf, people } = await this.its.people.find(context, brandId, rules, ["crowds"]);
    const organisation = await this.its.access.ownOrganisation(context);
    const tell = (count: number): AudienceSize => tellSize(BigInt(count), organisation);
    const taken = new RoaringBitmap32();
    const told = people.map((candidates, index) => {
      const own = candidates.andNotCardinality(taken);
      taken.orInPlace(candidates);
      return { priority: index + 1, candidates: tell(candidates.size), size: tell(own) };
    });
    return { asOf, size: tell(taken.size), crowds: told };
  }

  private async read(context: RequestContext, brandId: number, crowds: readonly RuleInput[]): Promise<readonly Rule[]> {
    const problems = new ProblemList();
    if (crowds.length < 2 || crowds.length > MAX_CROWDS)
      problems.add(
        "INVALID_INPUT",
        ["crowds"],
        `crowds must have 2 to ${MAX_CROWDS} elements, but got ${crowds.length}.`,
      );
    problems.throwIfAny();
    const read = await Promise.all(
      crowds.map((rules, index) =>
        this.its.reader.read(context, { rules, path: ["crowds", String(index)], packId: null, brandId }, problems),
      ),
    );
    problems.throwIfAny();
    return read.map((rules) => rules!.rule);
  }
}
