import { Arg, Ctx, FieldResolver, Float, ID, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Language } from "../assets/language.types";
import type { AudienceMakeUp } from "./audience-make-up";
import { MAX_PACKS } from "./check-pack-ids";
import { AudiencePackEstimate, toEstimate } from "./estimate.types";
import { AudienceOverlap, toAudienceOverlap } from "./estimate-overlap.types";
import { AudienceCell, AudienceGroup, AudienceReach, AudienceStage, toReach } from "./estimate-part.types";
import type { Estimator } from "./estimator";
import type { PackOverlap } from "./pack-overlap";
import { AudienceRuleInput, toRuleInput } from "./rule.types";
import type { RuleExplainer } from "./rule-explainer";

const NO_SNAPSHOT = "null when withheld or without a snapshot";

@Resolver(() => AudiencePackEstimate)
export class EstimateResolver {
  constructor(
    private readonly estimator: Estimator,
    private readonly overlap: PackOverlap,
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
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      "The instant of the snapshot behind share, stages, lapsed, notMet, cells, groups and unplaced; null: the brand has none, nor have they.",
  })
  async assetsAsOf(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<Date | null> {
    return (await this.makeUp(context, root))?.asOf ?? null;
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "Of the people whom the brand has met, those in the audience, 0 to 1; null when withheld, when it met nobody, or without a snapshot.",
  })
  async share(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<number | null> {
    return (await this.makeUp(context, root))?.share ?? null;
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudienceStage], {
    description: "All four stages, shallowest first; empty without a snapshot.",
  })
  async stages(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<AudienceStage[]> {
    return (await this.parts(context, root, "stages")).map((part) => Object.assign(new AudienceStage(), part));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => BigIntScalar, {
    nullable: true,
    description: `People whom the brand has met and who are in no stage now; ${NO_SNAPSHOT}.`,
  })
  async lapsed(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<bigint | null> {
    return (await this.makeUp(context, root))?.lapsed ?? null;
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => BigIntScalar, {
    nullable: true,
    description: `People whom the brand has not met; ${NO_SNAPSHOT}.`,
  })
  async notMet(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<bigint | null> {
    return (await this.makeUp(context, root))?.notMet ?? null;
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudienceCell], { description: "All nine cells, row by row; empty without a snapshot." })
  async cells(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<AudienceCell[]> {
    return (await this.parts(context, root, "cells")).map((part) => Object.assign(new AudienceCell(), part));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudienceGroup], { description: "All four groups of cells; empty without a snapshot." })
  async groups(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<AudienceGroup[]> {
    return (await this.parts(context, root, "groups")).map((part) => Object.assign(new AudienceGroup(), part));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => BigIntScalar, {
    nullable: true,
    description: `People whom the brand has met and who are in no cell; ${NO_SNAPSHOT}.`,
  })
  async unplaced(@Ctx() context: RequestContext, @Root() root: AudiencePackEstimate): Promise<bigint | null> {
    return (await this.makeUp(context, root))?.unplaced ?? null;
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudienceReach], {
    description: "By platform, in the order of their codes, those of nobody included.",
  })
  async reach(@Ctx() context: RequestContext, @Root() { audience }: AudiencePackEstimate): Promise<AudienceReach[]> {
    return (await this.estimator.reach(context, audience)).map(toReach);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [AudienceOverlap], {
    description:
      "What it shares with the frozen members of packs, in the order named. Each pack's size and each overlap is a question of the day's budget.",
  })
  async overlaps(
    @Ctx() context: RequestContext,
    @Root() { audience }: AudiencePackEstimate,
    @Arg("with", () => [ID], {
      nullable: true,
      description: `At most ${MAX_PACKS} different packs of the brand, with members; absent: none.`,
    })
    packIds: string[] | null,
  ): Promise<AudienceOverlap[]> {
    const keys = (packIds ?? []).map((id, index) => keyOf("AudiencePack", id, ["with", String(index)]));
    return (await this.overlap.withAudience(context, audience, keys)).map(toAudienceOverlap);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => String, { description: "The rules as one sentence, in the order in which they were written." })
  explanation(
    @Ctx() context: RequestContext,
    @Root() { audience }: AudiencePackEstimate,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Its language." }) language: Language,
  ): Promise<string> {
    return this.explainer.explain(context, audience.rule, language);
  }

  private makeUp(context: RequestContext, { audience }: AudiencePackEstimate): Promise<AudienceMakeUp | null> {
    return this.estimator.makeUp(context, audience);
  }

  private async parts<Name extends "stages" | "cells" | "groups">(
    context: RequestContext,
    root: AudiencePackEstimate,
    name: Name,
  ): Promise<AudienceMakeUp[Name] | []> {
    return (await this.makeUp(context, root))?.[name] ?? [];
  }
}
