import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import type { ChaseService } from "./chase.service";
import { Chase, ChaseArgs, toChase, toChaseQuestion } from "./chase.types";
import type { RetouchService } from "./retouch.service";
import { Retouch, RetouchArgs, toRetouch } from "./retouch.types";
import type { SecondTouchService } from "./second-touch.service";
import { SecondTouch, SecondTouchArgs, toHoldout, toSecondTouch } from "./second-touch.types";
import type { SeedingService } from "./seeding.service";
import { Seeding, SeedingArgs, toContentLine, toSeeding } from "./seeding.types";
import type { TouchpointStrengthService } from "./touchpoint-strength.service";
import { TouchpointStrength, TouchpointStrengthArgs, toSpend, toTouchpointStrength } from "./touchpoint-strength.types";

/** What a brand could do next with people whom it touched. */
@Resolver(() => Brand)
export class BrandPracticesResolver {
  constructor(
    private readonly services: {
      readonly brands: BrandService;
      readonly retouch: RetouchService;
      readonly seeding: SeedingService;
      readonly chase: ChaseService;
      readonly secondTouch: SecondTouchService;
      readonly strength: TouchpointStrengthService;
    },
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Retouch, {
    nullable: true,
    description:
      "How exposed people who did not order settled, and by which platform to touch them again (RETOUCH). Null only when it could not be read.",
  })
  async retouch(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => RetouchArgs) { days }: RetouchArgs,
  ): Promise<Retouch> {
    return toRetouch(await this.services.retouch.analyse(context, brandId, days));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Seeding, {
    nullable: true,
    description: "How precisely a content line met a target pack (SEED). Null only when it could not be read.",
  })
  async seeding(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => SeedingArgs) { audiencePackId, contentLine, days }: SeedingArgs,
  ): Promise<Seeding> {
    const packId = keyOf("AudiencePack", audiencePackId, ["audiencePackId"]);
    const question = { packId, line: toContentLine(contentLine), days };
    return toSeeding(await this.services.seeding.analyse(context, brandId, question));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Chase, {
    nullable: true,
    description:
      "Who was touched off site and never arrived, and is to be chased (CHASE). Null only when it could not be read.",
  })
  async chase(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => ChaseArgs) args: ChaseArgs,
  ): Promise<Chase> {
    return toChase(await this.services.chase.analyse(context, brandId, toChaseQuestion(args, [])));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => SecondTouch, {
    nullable: true,
    description:
      "Whom media programmes brought back, and what a second touch on site brought (SECOND_TOUCH). Null only when it could not be read.",
  })
  async secondTouch(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => SecondTouchArgs) { programmeCodes, days, withinDays, holdout }: SecondTouchArgs,
  ): Promise<SecondTouch> {
    const question = { programmeCodes, days, withinDays, holdout: toHoldout(holdout) };
    return toSecondTouch(await this.services.secondTouch.analyse(context, brandId, question));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => TouchpointStrength, {
    nullable: true,
    description:
      "Which touchpoint converts each group best, and a step of the budget towards it. Null only when it could not be read.",
  })
  async touchpointStrength(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => TouchpointStrengthArgs) { groupsAt, days, spend, maxShift }: TouchpointStrengthArgs,
  ): Promise<TouchpointStrength> {
    const { brands, strength } = this.services;
    const { currencyCode } = await brands.requireGranted(context, brandId, ["brandId"]);
    const question = { groupsAt, days, spend: toSpend(spend, currencyCode), maxShift };
    return toTouchpointStrength(await strength.analyse(context, brandId, question));
  }
}
