import type { RoaringBitmap32 } from "roaring";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import { type AssetService, cells, type LabelDimension } from "../assets";
import type { BrandService } from "../brands";
import type { ConsentReader, StablePlane } from "../people";
import type { AudienceEvaluator } from "./audience-evaluator";
import { type AudienceMakeUp, audienceMakeUp } from "./audience-make-up";
import { audienceQuestion } from "./audience-question";
import { type AudienceSize, tellPart, tellSize } from "./audience-size";
import type { BasisFinder, BasisRequest } from "./basis-finder";
import { EstimatedAudience, type ResolvedPeople } from "./estimated-audience";
import type { LeafLoader } from "./leaf-loader";
import type { PackReferences } from "./pack-references";
import type { RuleReader } from "./rule-reader";
import { universeQuery } from "./universe";

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

/** People of an audience whom one platform can know. */
export interface PlatformReach {
  readonly platform: string;
  readonly size: AudienceSize;
}

/** Answers who an audience would be, without making one. */
export class Estimator {
  constructor(private readonly its: EstimatorInput) {}

  async estimate(context: RequestContext, brandId: number, input: RuleInput): Promise<EstimatedAudience> {
    const { plane } = this.its;
    // Begun before the people are known to stand still, so that both are asked of PostgreSQL in one message.
    const asking = this.ask(context, brandId, input);
    asking.catch(() => undefined); // awaited below, where it is thrown
    const resolved = await plane.read(context, async () => this.resolve(context, { ...(await asking), asOf: null }));
    const { rule, rulesHash, path } = await asking;
    const again = { brandId, rule, path, asOf: resolved.basis.asOf };
    const resolve = (context: RequestContext): Promise<ResolvedPeople> => this.resolve(context, again);
    const size = tellSize(BigInt(resolved.people.size), await this.its.access.ownOrganisation(context));
    return new EstimatedAudience({ brandId, rule, rulesHash, size, resolved, plane, resolve });
  }

  /** The question, once it may be answered. */
  private async ask(context: RequestContext, brandId: number, input: RuleInput) {
    const path = ["rules"];
    const problems = new ProblemList();
    const [, read] = await Promise.all([
      this.its.brands.requireGranted(context, brandId, ["brandId"]),
      this.its.reader.read(context, { rules: input, path, packId: null, brandId }, problems),
    ]);
    problems.throwIfAny();
    const { rule } = read!;
    const rulesHash = await this.its.references.expandedHash(context, { brandId, rule, path, packId: null });
    await this.its.questions.spend(context, audienceQuestion(brandId, rulesHash));
    return { brandId, rule, rulesHash, path };
  }

  /** By the newest snapshot, which is the one that the tree reads when it reads labels; null: the brand has none. */
  makeUp(context: RequestContext, audience: EstimatedAudience): Promise<AudienceMakeUp | null> {
    return audience.figure(context, "makeUp", async ({ people, basis, snapshot }) => {
      if (!snapshot) return null;
      const { brandId, overlayId, peopleVersion: version } = basis;
      const knowing = { overlayId, peopleVersion: version.toString() };
      const { labelsId, asOf, ruleSet } = snapshot;
      const load = (dimension: LabelDimension, label: number): Promise<RoaringBitmap32> =>
        this.its.loader.load({ kind: "LABEL", labelsId, brandId, dimension, labels: [label], ...knowing });
      const stage = (label: number): Promise<RoaringBitmap32> => load("STAGE", label);
      const [stages, byCell, organisation] = await Promise.all([
        Promise.all([stage(0), stage(1), stage(2), stage(3), stage(4)]),
        Promise.all([0, ...cells.map(({ label }) => label)].map((label) => load("CELL", label))),
        this.its.access.ownOrganisation(context),
      ]);
      return audienceMakeUp(people, { asOf, stages, cells: byCell, groups: ruleSet.definition.groups }, organisation);
    });
  }

  /** By platform, in the order of their codes: those met there in the days of the universe, as `reachable` means it. */
  reach(context: RequestContext, audience: EstimatedAudience): Promise<readonly PlatformReach[]> {
    return audience.figure(context, "reach", async ({ people, basis }) => {
      const [platforms, organisation] = await Promise.all([
        this.its.brands.platforms(context),
        this.its.access.ownOrganisation(context),
      ]);
      const codes = platforms.map(({ code }) => code).sort();
      const met = await Promise.all(
        codes.map((code) => this.its.loader.load({ ...universeQuery(basis), platforms: [code] })),
      );
      return codes.map((platform, index) => ({
        platform,
        size: tellPart(people.andCardinality(met[index]!), [people.size], organisation),
      }));
    });
  }

  private async resolve(context: RequestContext, request: BasisRequest): Promise<ResolvedPeople> {
    const [basis, withdrawn, snapshot] = await Promise.all([
      this.its.basis.find(context, request),
      this.its.consent.withdrawn(context),
      this.its.assets.latestSnapshot(context, request.brandId),
    ]);
    const people = await this.its.evaluator.evaluate(request.rule, basis);
    people.andNotInPlace(withdrawn);
    return { people, basis, snapshot };
  }
}
