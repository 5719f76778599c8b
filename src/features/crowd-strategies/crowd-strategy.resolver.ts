import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack, toAudiencePackBuild } from "../audiences/audience-pack.types";
import { AudienceRuleInput, toRuleInput } from "../audiences/rule.types";
import { Brand } from "../brands/brand.types";
import type { CrowdEstimator } from "./crowd-estimator";
import type { CrowdStrategyService } from "./crowd-strategy.service";
import {
  BuildCrowdStrategyPayload,
  CreateCrowdStrategyInput,
  CreateCrowdStrategyPayload,
  Crowd,
  CrowdStrategy,
  CrowdStrategyConnection,
  CrowdStrategyEstimate,
  CrowdTreatmentInput,
  SetCrowdTreatmentsPayload,
  toCrowdEstimate,
  toCrowdStrategy,
  toTreatment,
} from "./crowd-strategy.types";

const STRATEGY_ID = { description: "Id of a CrowdStrategy." };

@Resolver()
export class CrowdStrategyChangeResolver {
  constructor(
    private readonly strategies: CrowdStrategyService,
    private readonly estimator: CrowdEstimator,
  ) {}

  @Access("READ_AUDIENCES")
  @Query(() => CrowdStrategyEstimate, {
    description: "Says who would be in which crowd, each person in one, without making any.",
  })
  async estimateCrowdStrategy(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, { description: "A brand granted to the caller's organisation." }) brandId: string,
    @Arg("crowds", () => [AudienceRuleInput], { description: "Rules of 2 to 10 crowds, the highest priority first." })
    crowds: AudienceRuleInput[],
  ): Promise<CrowdStrategyEstimate> {
    const rules = crowds.map((rule, index) => toRuleInput(rule, ["crowds", String(index)]));
    return toCrowdEstimate(await this.estimator.estimate(context, integerKeyOf("Brand", brandId, ["brandId"]), rules));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateCrowdStrategyPayload, {
    description: "Makes a strategy with a draft pack for each crowd, whose rules take out the crowds before it.",
  })
  createCrowdStrategy(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateCrowdStrategyInput, { description: "The new strategy." }) input: CreateCrowdStrategyInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateCrowdStrategyPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const crowds = input.crowds.map(({ name, rules, ...treatment }, index) => ({
        name,
        rules: toRuleInput(rules, ["input", "crowds", String(index), "rules"]),
        ...toTreatment(treatment),
      }));
      const strategy = await this.strategies.create(context, { brandId, name: input.name, crowds }, key);
      return { crowdStrategy: toCrowdStrategy(strategy) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => SetCrowdTreatmentsPayload, {
    description: "Says anew how each crowd is advertised to; its people stay.",
  })
  setCrowdTreatments(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, STRATEGY_ID) id: string,
    @Arg("treatments", () => [CrowdTreatmentInput], { description: "One for each crowd, by priority." })
    treatments: CrowdTreatmentInput[],
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<SetCrowdTreatmentsPayload> {
    return payload(async () => {
      const key = keyOf("CrowdStrategy", id, ["id"]);
      const told = treatments.map(toTreatment);
      return {
        crowdStrategy: toCrowdStrategy(await this.strategies.setTreatments(context, key, expectedVersion, told)),
      };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => BuildCrowdStrategyPayload, {
    description: "Begins to freeze the people of all crowds as of one instant, so that each person is in exactly one.",
  })
  buildCrowdStrategy(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, STRATEGY_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<BuildCrowdStrategyPayload> {
    return payload(async () => ({
      run: toAudiencePackBuild(
        await this.strategies.build(context, keyOf("CrowdStrategy", id, ["id"]), expectedVersion, key),
      ),
    }));
  }
}

@Resolver(() => Brand)
export class BrandCrowdStrategiesResolver {
  constructor(private readonly strategies: CrowdStrategyService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => CrowdStrategyConnection, {
    description: "The organisation's crowd strategies of the brand, the newest first.",
  })
  async crowdStrategies(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<CrowdStrategy>> {
    return toConnection(await this.strategies.page(context, brandId, pageRequest(page)), toCrowdStrategy, () =>
      this.strategies.count(context, brandId),
    );
  }
}

@Resolver(() => CrowdStrategy)
export class CrowdStrategyResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Boolean, {
    description: "True when the members of all crowds come from one build of the strategy: nobody is in two.",
  })
  async isExclusive(@Ctx() context: RequestContext, @Root() { crowds }: CrowdStrategy): Promise<boolean> {
    const packs = await Promise.all(crowds.map(({ packId }) => this.packs.findPack(context, packId)));
    const runs = new Set(packs.map((pack) => pack?.build?.runId ?? null));
    return runs.size === 1 && !runs.has(null);
  }
}

@Resolver(() => Crowd)
export class CrowdResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { description: "Its people, without those of the crowds before it." })
  async audiencePack(@Ctx() context: RequestContext, @Root() { packId }: Crowd): Promise<AudiencePack> {
    return toAudiencePack((await this.packs.findPack(context, packId))!);
  }
}
