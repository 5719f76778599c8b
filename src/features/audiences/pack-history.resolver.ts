import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Rule } from "../../engines/segmentation/rule";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { toNodeId } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { AccessKey } from "../access/access.types";
import { Language } from "../assets/language.types";
import type { AudienceService } from "./audience.service";
import { AudiencePack, type AudiencePackBuild, toAudiencePack, toAudiencePackBuild } from "./audience-pack.types";
import type { PackHistory } from "./pack-history";
import {
  AudiencePackBuildConnection,
  AudiencePackLineage,
  AudiencePackRefreshSchedule,
  AudiencePackVersion,
  AudiencePackVersionConnection,
  AudiencePackVersionDiff,
  toPackVersion,
  toRefreshSchedule,
} from "./pack-history.types";
import type { RuleExplainer } from "./rule-explainer";

async function keyOfId(history: PackHistory, context: RequestContext, id: string | null): Promise<AccessKey | null> {
  const key = id === null ? null : await history.keys(context).load(id);
  return key && Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) });
}

@Resolver(() => AudiencePack)
export class AudiencePackHistoryResolver {
  constructor(
    private readonly history: PackHistory,
    private readonly explainer: RuleExplainer,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AccessKey, {
    nullable: true,
    description: "Who answers for it; null: made before owners were kept.",
  })
  owner(@Ctx() context: RequestContext, @Root() { pack }: AudiencePack): Promise<AccessKey | null> {
    return keyOfId(this.history, context, pack.ownerKeyId);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackLineage, { description: "Where it comes from." })
  lineage(@Root() { pack }: AudiencePack): AudiencePackLineage {
    return Object.assign(new AudiencePackLineage(), { pack });
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackVersionConnection, {
    description: "Every change that a person made, the last first.",
  })
  async versions(
    @Ctx() context: RequestContext,
    @Root() { pack }: AudiencePack,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<AudiencePackVersion>> {
    return toConnection(await this.history.versions(context, pack.id, pageRequest(page)), toPackVersion, () =>
      this.history.countVersions(context, pack.id),
    );
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackVersionDiff, {
    nullable: true,
    description: "What the rules of one version ask for that those of another do not; null only with an error.",
  })
  async versionDiff(
    @Ctx() context: RequestContext,
    @Root() { pack }: AudiencePack,
    @Arg("from", () => Int, { description: "A version of its history." }) from: number,
    @Arg("to", () => Int, { description: "A version of its history; may be the older one." }) to: number,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Of the sentences." })
    language: Language,
  ): Promise<AudiencePackVersionDiff> {
    const diff = await this.history.diff(context, pack, from, to);
    const explain = (rules: readonly Rule[]): Promise<string[]> =>
      Promise.all(rules.map((rule) => this.explainer.explain(context, rule, language)));
    const [added, removed, kept] = await Promise.all([explain(diff.added), explain(diff.removed), explain(diff.kept)]);
    return Object.assign(new AudiencePackVersionDiff(), {
      from: toPackVersion(diff.from),
      to: toPackVersion(diff.to),
      isSameRules: diff.from.rules.hash === diff.to.rules.hash,
      ...{ added, removed, kept },
    });
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackBuildConnection, {
    description: "Builds that were begun since their history is kept, also those that failed; the newest first.",
  })
  async builds(
    @Ctx() context: RequestContext,
    @Root() { pack }: AudiencePack,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<AudiencePackBuild>> {
    return toConnection(await this.history.builds(context, pack.id, pageRequest(page)), toAudiencePackBuild, () =>
      this.history.countBuilds(context, pack.id),
    );
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackRefreshSchedule, {
    nullable: true,
    description: "When it is built again without being asked for; null: never.",
  })
  async refreshSchedule(
    @Ctx() context: RequestContext,
    @Root() audiencePack: AudiencePack,
  ): Promise<AudiencePackRefreshSchedule | null> {
    const schedule = await this.history.schedules(context).load(audiencePack.pack.id);
    return schedule && toRefreshSchedule(schedule, audiencePack);
  }
}

@Resolver(() => AudiencePackLineage)
export class AudiencePackLineageResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The pack that it was cloned from; null: none." })
  async clonedFrom(
    @Ctx() context: RequestContext,
    @Root() { pack }: AudiencePackLineage,
  ): Promise<AudiencePack | null> {
    const source = pack.clonedFromId === null ? null : await this.packs.findPack(context, pack.clonedFromId);
    return source && toAudiencePack(source);
  }
}

@Resolver(() => AudiencePackVersion)
export class AudiencePackVersionResolver {
  constructor(private readonly history: PackHistory) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AccessKey, { nullable: true, description: "Who changed it; null: before it was kept." })
  changedBy(@Ctx() context: RequestContext, @Root() { accessKeyId }: AudiencePackVersion): Promise<AccessKey | null> {
    return keyOfId(this.history, context, accessKeyId);
  }
}
