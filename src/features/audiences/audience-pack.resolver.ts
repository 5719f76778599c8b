import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import { Language } from "../assets/language.types";
import type { AudienceService } from "./audience.service";
import { AudiencePack, AudiencePackBuild, AudiencePackRules, toAudiencePack } from "./audience-pack.types";
import { tellSize } from "./audience-size";
import { AudiencePackBuildResult, toBuildResult } from "./build-result.types";
import { AudienceSize } from "./estimate.types";
import type { PackHistory } from "./pack-history";
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
  constructor(
    private readonly packs: AudienceService,
    private readonly history: PackHistory,
    private readonly access: AccessService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, {
    nullable: true,
    description: "The pack that is built; null when not visible, or when several are: see results.",
  })
  async audiencePack(
    @Ctx() context: RequestContext,
    @Root() { packIds }: AudiencePackBuild,
  ): Promise<AudiencePack | null> {
    const pack = packIds.length === 1 ? await this.packs.findPack(context, packIds[0]!) : null;
    return pack && toAudiencePack(pack);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudiencePackBuildResult], {
    description: "What it made of each of its packs, at most 20; empty until it has SUCCEEDED.",
  })
  async results(
    @Ctx() context: RequestContext,
    @Root() { runId }: AudiencePackBuild,
  ): Promise<AudiencePackBuildResult[]> {
    const organisation = await this.access.ownOrganisation(context);
    const results = await this.history.results(context).load(runId);
    return Promise.all(
      results.map(async (result) => {
        const pack = await this.packs.findPack(context, result.packId);
        return toBuildResult(result, pack && toAudiencePack(pack), organisation);
      }),
    );
  }
}
