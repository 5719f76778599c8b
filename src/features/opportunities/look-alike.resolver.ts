import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { AudienceSize } from "../audiences/estimate.types";
import { Brand } from "../brands/brand.types";
import type { LookAlikeService } from "./look-alike.service";
import {
  FitLookAlikeModelInput,
  LookAlikeFit,
  LookAlikeModel,
  LookAlikeModelConnection,
  LookAlikePeople,
  LookAlikeReach,
  toLookAlikeFit,
  toLookAlikeModel,
} from "./look-alike.types";
import type { LookAlikePacks } from "./look-alike-packs";
import { OpportunityPackInput } from "./opportunity-pack.types";
import { CreateLookAlikePackPayload, FitLookAlikeModelPayload } from "./opportunity-payload.types";

@InputType({ description: "A pack of the people most like a seed, without the seed." })
class CreateLookAlikePackInput extends OpportunityPackInput {
  @Field(() => ID, { description: "A LookAlikeModel that has been fitted." })
  modelId!: string;

  @Field(() => Int, { description: "Per cent of the scored people, the highest scores, 1 to 100." })
  topPercent!: number;
}

@Resolver(() => LookAlikeFit)
export class LookAlikeFitResolver {
  constructor(
    private readonly service: LookAlikeService,
    private readonly packs: LookAlikePacks,
  ) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => FitLookAlikeModelPayload, {
    description: "Begins to fit a model of who is like the members of a pack, and to rank everybody by it.",
  })
  fitLookAlikeModel(
    @Ctx() context: RequestContext,
    @Arg("input", () => FitLookAlikeModelInput, { description: "Whom to find." }) input: FitLookAlikeModelInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<FitLookAlikeModelPayload> {
    return payload(async () => {
      const { name, days, randomSeed } = input;
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const seedPackId = keyOf("AudiencePack", input.seedPackId, ["input", "seedPackId"]);
      const run = await this.service.fit(context, { brandId, name, seedPackId, days, randomSeed }, key);
      return { run: toLookAlikeFit(run) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateLookAlikePackPayload, {
    description: "Makes a pack of the highest scores of a look-alike model, as a draft without members.",
  })
  createLookAlikePack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateLookAlikePackInput, { description: "The new pack." }) input: CreateLookAlikePackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateLookAlikePackPayload> {
    return payload(async () => {
      const modelId = keyOf("LookAlikeModel", input.modelId, ["input", "modelId"]);
      const { name, tags, topPercent, expiresAt = null } = input;
      const pack = await this.packs.create(context, { modelId, topPercent, name, tags, expiresAt }, key);
      return { audiencePack: toAudiencePack(pack) };
    });
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => LookAlikeModel, { nullable: true, description: "What it published; null until it succeeded." })
  async lookAlikeModel(
    @Ctx() context: RequestContext,
    @Root() { runId }: LookAlikeFit,
  ): Promise<LookAlikeModel | null> {
    const model = await this.service.findOfRun(context, runId);
    return model && toLookAlikeModel(model);
  }
}

@Resolver(() => LookAlikeModel)
export class LookAlikeModelResolver {
  constructor(
    private readonly service: LookAlikeService,
    private readonly packs: AudienceService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => LookAlikePeople, { description: "How many it scored." })
  async people(@Ctx() context: RequestContext, @Root() { row }: LookAlikeModel): Promise<LookAlikePeople> {
    return Object.assign(new LookAlikePeople(), await this.service.people(context, row));
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, {
    nullable: true,
    description: "The pack that was the seed; null when it is gone.",
  })
  async seedPack(@Ctx() context: RequestContext, @Root() { row }: LookAlikeModel): Promise<AudiencePack | null> {
    const pack = await this.packs.findPack(context, row.seedPackId);
    return pack && toAudiencePack(pack);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [LookAlikeReach], {
    description:
      "The steps of a slider: how many a pack of the top n per cent would hold, as createLookAlikePack makes it; fewest first.",
  })
  async reach(
    @Ctx() context: RequestContext,
    @Root() { row }: LookAlikeModel,
    @Arg("topPercents", () => [Int], { description: "At most 20 numbers from 1 to 100." }) topPercents: number[],
  ): Promise<readonly LookAlikeReach[]> {
    return (await this.service.reach(context, row, topPercents)).map(({ topPercent, size }) =>
      Object.assign(new LookAlikeReach(), { topPercent, size: Object.assign(new AudienceSize(), size) }),
    );
  }
}

@Resolver(() => Brand)
export class BrandLookAlikesResolver {
  constructor(private readonly service: LookAlikeService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => LookAlikeModelConnection, {
    description: "The organisation's look-alike models of the brand, the newest first.",
  })
  async lookAlikeModels(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<LookAlikeModel>> {
    return toConnection(await this.service.page(context, brandId, pageRequest(page)), toLookAlikeModel, () =>
      this.service.count(context, brandId),
    );
  }
}
