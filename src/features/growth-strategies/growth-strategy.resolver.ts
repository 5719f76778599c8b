import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import type { ExperimentService } from "../experiments";
import { Experiment, toExperiment } from "../experiments/experiment.types";
import type { NewStrategy, StrategyObjective } from "./growth-strategy";
import type { GrowthStrategyService } from "./growth-strategy.service";
import {
  ArchiveGrowthStrategyPayload,
  ChangeGrowthStrategyPayload,
  CreateGrowthStrategyInput,
  CreateGrowthStrategyPayload,
  GrowthStrategy,
  GrowthStrategyComparison,
  GrowthStrategyConnection,
  GrowthStrategyEffect,
  GrowthStrategyInput,
  StrategyObjectiveEnum,
  toComparison,
  toEffect,
  toGrowthStrategy,
} from "./growth-strategy.types";

const STRATEGY_ID = { description: "The strategy." };

@Resolver(() => GrowthStrategy)
export class GrowthStrategyResolver {
  constructor(
    private readonly strategies: GrowthStrategyService,
    private readonly campaigns: CampaignService,
    private readonly experiments: ExperimentService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateGrowthStrategyPayload, { description: "Writes down what a brand tries in order to grow." })
  createGrowthStrategy(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateGrowthStrategyInput, { description: "The new strategy." })
    input: CreateGrowthStrategyInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateGrowthStrategyPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      return {
        growthStrategy: toGrowthStrategy(await this.strategies.create(context, { ...planOf(input), brandId }, key)),
      };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeGrowthStrategyPayload, { description: "Writes a strategy anew, as a whole." })
  changeGrowthStrategy(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, STRATEGY_ID) id: string,
    @Arg("input", () => GrowthStrategyInput, { description: "The strategy." }) input: GrowthStrategyInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeGrowthStrategyPayload> {
    return payload(async () => {
      const key = keyOf("GrowthStrategy", id, ["id"]);
      return {
        growthStrategy: toGrowthStrategy(await this.strategies.change(context, key, planOf(input), expectedVersion)),
      };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ArchiveGrowthStrategyPayload, {
    description: "Takes a strategy out of lists and comparisons for good.",
  })
  archiveGrowthStrategy(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, STRATEGY_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ArchiveGrowthStrategyPayload> {
    return payload(async () => {
      const key = keyOf("GrowthStrategy", id, ["id"]);
      return { growthStrategy: toGrowthStrategy(await this.strategies.archive(context, key, expectedVersion)) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { nullable: true, description: "The campaign that runs it; null: none." })
  async campaign(@Ctx() context: RequestContext, @Root() { row }: GrowthStrategy): Promise<Campaign | null> {
    const found = row.campaignId === null ? null : await this.campaigns.campaigns(context).load(row.campaignId);
    return found && toCampaign(found, context.clock.now());
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => Experiment, { nullable: true, description: "The experiment that measures it; null: none." })
  async experiment(@Ctx() context: RequestContext, @Root() { row }: GrowthStrategy): Promise<Experiment | null> {
    const found = row.experimentId === null ? null : await this.experiments.find(context, row.experimentId);
    return found && toExperiment(found);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => GrowthStrategyEffect, { description: "What was measured of it by now." })
  async effect(@Ctx() context: RequestContext, @Root() { row }: GrowthStrategy): Promise<GrowthStrategyEffect> {
    return toEffect(await this.strategies.measure(context, row));
  }
}

@Resolver(() => Brand)
export class BrandGrowthStrategiesResolver {
  constructor(private readonly service: GrowthStrategyService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => GrowthStrategyConnection, {
    description: "The organisation's growth strategies of the brand that are not archived, newest first (增长策略).",
  })
  async growthStrategies(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<GrowthStrategy>> {
    return toConnection(await this.service.page(context, brandId, pageRequest(page)), toGrowthStrategy, () =>
      this.service.count(context, brandId),
    );
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => GrowthStrategyComparison, {
    description: "Its strategies of an objective by their measured effects.",
  })
  async growthStrategyComparison(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("objective", () => StrategyObjectiveEnum, { description: "The objective." }) objective: StrategyObjective,
  ): Promise<GrowthStrategyComparison> {
    return toComparison(await this.service.compare(context, brandId, objective));
  }
}

const planOf = (input: GrowthStrategyInput): Omit<NewStrategy, "brandId"> => ({
  ...{ name: input.name, objective: input.objective },
  dimensions: input.dimensions.map(({ dimension, value }) => ({ dimension, value })),
  campaignId: input.campaignId == null ? null : keyOf("Campaign", input.campaignId, ["input", "campaignId"]),
  experimentId: input.experimentId == null ? null : keyOf("Experiment", input.experimentId, ["input", "experimentId"]),
  variant: input.variant ?? null,
});
