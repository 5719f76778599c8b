import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { Language } from "../assets/language.types";
import { AudiencePackEstimate, toEstimate } from "./estimate.types";
import type { Estimator } from "./estimator";
import { AudienceRuleInput, toRuleInput } from "./rule.types";
import type { RuleExplainer } from "./rule-explainer";

@Resolver(() => AudiencePackEstimate)
export class EstimateResolver {
  constructor(
    private readonly estimator: Estimator,
    private readonly explainer: RuleExplainer,
  ) {}

  @Access("READ_AUDIENCES")
  @Query(() => AudiencePackEstimate, {
    nullable: true,
    description: "Who a pack with these rules would hold, without making it; null beside the error that says why not.",
  })
  async estimateAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, { description: "The brand that the audience is for." }) brandId: string,
    @Arg("rules", () => AudienceRuleInput, { description: "Who is meant." }) rules: AudienceRuleInput,
  ): Promise<AudiencePackEstimate> {
    const key = integerKeyOf("Brand", brandId, ["brandId"]);
    return toEstimate(await this.estimator.estimate(context, key, toRuleInput(rules, ["rules"])));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => String, { description: "The rules as one sentence, in the order in which they were written." })
  explanation(
    @Ctx() context: RequestContext,
    @Root() { estimate }: AudiencePackEstimate,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Its language." }) language: Language,
  ): Promise<string> {
    return this.explainer.explain(context, estimate.rule, language);
  }
}
