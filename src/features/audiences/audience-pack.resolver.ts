import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import { Language } from "../assets/language.types";
import type { AudienceService } from "./audience.service";
import { AudiencePack, AudiencePackBuild, AudiencePackRules, toAudiencePack } from "./audience-pack.types";
import { tellSize } from "./audience-size";
import { AudienceSize } from "./estimate.types";
import type { RuleExplainer } from "./rule-explainer";

@Resolver(() => AudiencePack)
export class AudiencePackResolver {
  constructor(private readonly access: AccessService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudienceSize, {
    nullable: true,
    description: "Members as of the last completed build; null before the first.",
  })
  async size(@Ctx() context: RequestContext, @Root() { pack }: AudiencePack): Promise<AudienceSize | null> {
    if (!pack.build) return null;
    return Object.assign(new AudienceSize(), tellSize(pack.build.people, await this.access.ownOrganisation(context)));
  }
}

@Resolver(() => AudiencePackRules)
export class AudiencePackRulesResolver {
  constructor(private readonly explainer: RuleExplainer) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => String, { description: "The rules as one sentence, in the order in which they were written." })
  explanation(
    @Ctx() context: RequestContext,
    @Root() { rules }: AudiencePackRules,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Its language." }) language: Language,
  ): Promise<string> {
    return this.explainer.explain(context, rules.rule, language);
  }
}

@Resolver(() => AudiencePackBuild)
export class AudiencePackBuildResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The pack that is built; null when not visible." })
  async audiencePack(
    @Ctx() context: RequestContext,
    @Root() { packId }: AudiencePackBuild,
  ): Promise<AudiencePack | null> {
    const pack = await this.packs.findPack(context, packId);
    return pack && toAudiencePack(pack);
  }
}
