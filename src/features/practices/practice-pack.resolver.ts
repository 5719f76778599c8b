import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toAudiencePack } from "../audiences/audience-pack.types";
import type { NewOpportunityPack } from "../opportunities";
import type { OpportunityPackInput } from "../opportunities/opportunity-pack.types";
import type { ChaseService } from "./chase.service";
import { CreateChasePackInput, toChaseQuestion } from "./chase.types";
import {
  CreateChasePackPayload,
  CreateRetouchPackPayload,
  CreateSecondTouchPackPayload,
  CreateSeedingPackPayload,
} from "./practice-payload.types";
import type { RetouchService } from "./retouch.service";
import { CreateRetouchPackInput } from "./retouch.types";
import type { SecondTouchService } from "./second-touch.service";
import { CreateSecondTouchPackInput, toHoldout } from "./second-touch.types";
import type { SeedingService } from "./seeding.service";
import { CreateSeedingPackInput, toContentLine } from "./seeding.types";
import { toTouchLimit } from "./touch-limit.types";

@Resolver()
export class PracticePackResolver {
  constructor(
    private readonly services: {
      readonly retouch: RetouchService;
      readonly seeding: SeedingService;
      readonly chase: ChaseService;
      readonly secondTouch: SecondTouchService;
    },
  ) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateRetouchPackPayload, {
    description: "Makes a pack of exposed people who did not order, as a draft without members.",
  })
  createRetouchPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateRetouchPackInput, { description: "The new pack." }) input: CreateRetouchPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateRetouchPackPayload> {
    return payload(async () => {
      const { days, stages, restDays, platform = null } = input;
      const choice = { days, stages, restDays, platform };
      return {
        audiencePack: toAudiencePack(await this.services.retouch.createPack(context, packOf(input), choice, key)),
      };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateSeedingPackPayload, {
    description: "Makes a pack of the members of another one who were not seeded yet, as a draft without members.",
  })
  createSeedingPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateSeedingPackInput, { description: "The new pack." }) input: CreateSeedingPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateSeedingPackPayload> {
    return payload(async () => {
      const packId = keyOf("AudiencePack", input.audiencePackId, ["input", "audiencePackId"]);
      const question = { packId, line: toContentLine(input.contentLine), days: input.days };
      return {
        audiencePack: toAudiencePack(await this.services.seeding.createPack(context, packOf(input), question, key)),
      };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateChasePackPayload, {
    description:
      "Makes a live pack of people who were touched off site and never arrived, as a draft that its schedule builds: every refresh lets go who arrived.",
  })
  createChasePack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateChasePackInput, { description: "The new pack." }) input: CreateChasePackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateChasePackPayload> {
    return payload(async () => {
      const question = { ...toChaseQuestion(input, ["input"]), everyHours: input.everyHours };
      const { pack, touchLimit } = await this.services.chase.createPack(context, packOf(input), question, key);
      return { audiencePack: toAudiencePack(pack), touchLimit: touchLimit && toTouchLimit(touchLimit) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateSecondTouchPackPayload, {
    description: "Makes a pack of people whom media programmes brought back, as a draft without members.",
  })
  createSecondTouchPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateSecondTouchPackInput, { description: "The new pack." }) input: CreateSecondTouchPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateSecondTouchPackPayload> {
    return payload(async () => {
      const choice = { programmeCodes: input.programmeCodes, days: input.days, holdout: toHoldout(input.holdout) };
      return {
        audiencePack: toAudiencePack(await this.services.secondTouch.createPack(context, packOf(input), choice, key)),
      };
    });
  }
}

const packOf = (input: OpportunityPackInput & { readonly brandId: string }): NewOpportunityPack => ({
  brandId: integerKeyOf("Brand", input.brandId, ["input", "brandId"]),
  name: input.name,
  tags: input.tags,
  expiresAt: input.expiresAt ?? null,
});
