import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { Placement, toPlacement } from "../campaigns/placement.types";
import { toCostPacing } from "../flights/pacing.types";
import type { HourlyDecisionService } from "./hourly-decision.service";
import { HourlyDecision, HourlyDecisionConnection, toHourlyDecision } from "./hourly-decision.types";
import { readMoney } from "./read-money";
import { MAX_LISTED_PLANS, type SteeringMode } from "./steering";
import { SteeringModeEnum } from "./steering-enums.types";
import {
  ChangeSteeringLineInput,
  ChangeSteeringLinesPayload,
  CreateSteeringPlanInput,
  CreateSteeringPlanPayload,
  EndSteeringPlanPayload,
  SetSteeringModePayload,
} from "./steering-input.types";
import type { ChangedLine, SteeringPlanService } from "./steering-plan.service";
import { SteeringLine, SteeringPacing, SteeringPlan, toSteeringLine, toSteeringPlan } from "./steering-plan.types";

const PLAN_ID = { description: "The plan." };

@Resolver()
export class SteeringPlanChangeResolver {
  constructor(
    private readonly plans: SteeringPlanService,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => CreateSteeringPlanPayload, {
    description: "Puts placements of a campaign under hourly steering, in MANUAL mode.",
  })
  createSteeringPlan(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateSteeringPlanInput, { description: "The new plan." }) input: CreateSteeringPlanInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateSteeringPlanPayload> {
    return payload(async () => {
      const campaignId = keyOf("Campaign", input.campaignId, ["input", "campaignId"]);
      const { currencyCode } = await this.campaigns.require(context, campaignId, ["input", "campaignId"]);
      const { name, from, to, outcome, lookbackDays, hourWeights, lateHours, maxStepPercent, seed } = input;
      const plan = {
        ...{ campaignId, name, window: { from, to }, outcome, lateHours, maxStepPercent, seed },
        ...{ lookbackDays: lookbackDays ?? null, hourWeights: hourWeights ?? null },
        total: readMoney(input.total, currencyCode, ["input", "total"]),
        lines: input.lines.map(({ placementId, amount, floor, ceiling, isFrozen }, index) => {
          const at = ["input", "lines", String(index)];
          return {
            placementId: keyOf("Placement", placementId, [...at, "placementId"]),
            planned: readMoney(amount, currencyCode, [...at, "amount"]),
            floor: floor == null ? 0n : readMoney(floor, currencyCode, [...at, "floor"]),
            ceiling: ceiling == null ? null : readMoney(ceiling, currencyCode, [...at, "ceiling"]),
            isFrozen,
          };
        }),
      };
      return { steeringPlan: toSteeringPlan(await this.plans.create(context, plan, key)) };
    });
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => ChangeSteeringLinesPayload, {
    description:
      "Changes floors and ceilings, or freezes lines. A level outside of its bounds comes back with the next decision: below its ceiling at once, up to its floor by steps.",
  })
  changeSteeringLines(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PLAN_ID) id: string,
    @Arg("lines", () => [ChangeSteeringLineInput], { description: "At least one." }) lines: ChangeSteeringLineInput[],
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeSteeringLinesPayload> {
    return payload(async () => {
      const key = keyOf("SteeringPlan", id, ["id"]);
      const { currencyCode } = await this.plans.require(context, key, ["id"]);
      const changes = lines.map((line, index) => changeOf(line, currencyCode, ["lines", String(index)]));
      return { steeringPlan: toSteeringPlan(await this.plans.changeLines(context, key, changes, expectedVersion)) };
    });
  }

  @Access("APPROVE_BUDGETS")
  @Mutation(() => SetSteeringModePayload, {
    description: "Has a plan steered by people, or by a worker on the caller's behalf.",
  })
  setSteeringMode(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PLAN_ID) id: string,
    @Arg("mode", () => SteeringModeEnum, { description: "Who takes decisions from now on." }) mode: SteeringMode,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<SetSteeringModePayload> {
    return payload(async () => ({
      steeringPlan: toSteeringPlan(
        await this.plans.setMode(context, keyOf("SteeringPlan", id, ["id"]), mode, expectedVersion),
      ),
    }));
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => EndSteeringPlanPayload, {
    description: "Ends a plan before its time, for good; its levels stay as they are.",
  })
  endSteeringPlan(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PLAN_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<EndSteeringPlanPayload> {
    return payload(async () => ({
      steeringPlan: toSteeringPlan(await this.plans.end(context, keyOf("SteeringPlan", id, ["id"]), expectedVersion)),
    }));
  }
}

function changeOf(
  { placementId, floor, ceiling, isFrozen }: ChangeSteeringLineInput,
  currencyCode: string,
  at: readonly string[],
): ChangedLine {
  return {
    placementId: keyOf("Placement", placementId, [...at, "placementId"]),
    ...(floor !== undefined && { floor: floor === null ? 0n : readMoney(floor, currencyCode, [...at, "floor"]) }),
    ...(ceiling !== undefined && {
      ceiling: ceiling === null ? null : readMoney(ceiling, currencyCode, [...at, "ceiling"]),
    }),
    ...(isFrozen != null && { isFrozen }),
  };
}

@Resolver(() => SteeringPlan)
export class SteeringPlanResolver {
  constructor(
    private readonly plans: SteeringPlanService,
    private readonly steps: HourlyDecisionService,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { description: "The campaign whose placements are steered." })
  async campaign(@Ctx() context: RequestContext, @Root() { row }: SteeringPlan): Promise<Campaign> {
    return toCampaign((await this.campaigns.campaigns(context).load(row.campaignId))!, context.clock.now());
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => [SteeringLine], { description: "In the order of the plan, at most 100." })
  async lines(@Ctx() context: RequestContext, @Root() { row }: SteeringPlan): Promise<SteeringLine[]> {
    const { lines } = await this.plans.shownFacts(context, row);
    return lines.map((line) => toSteeringLine(line, row.currencyCode));
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => SteeringPacing, { description: "What it spent against its plan, as is known now." })
  async pacing(@Ctx() context: RequestContext, @Root() { row }: SteeringPlan): Promise<SteeringPacing> {
    const { knownAt, pacedUntil, pacing, lines } = await this.plans.shownFacts(context, row);
    return Object.assign(new SteeringPacing(), {
      ...{ asOf: knownAt, completeUntil: pacedUntil },
      unreportedLines: lines.filter((line) => line.completeUntil <= row.window.from).length,
      cost: toCostPacing(pacing, row.currencyCode),
    });
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => HourlyDecision, {
    nullable: true,
    description: "Its decision that is PROPOSED or APPROVED; null: there is none.",
  })
  async openDecision(@Ctx() context: RequestContext, @Root() { row }: SteeringPlan): Promise<HourlyDecision | null> {
    const decision = await this.steps.open(context).load(row.id);
    return decision && toHourlyDecision(decision, row.currencyCode);
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => HourlyDecisionConnection, { description: "All its decisions, newest first (决策记录)." })
  async decisions(
    @Ctx() context: RequestContext,
    @Root() { row }: SteeringPlan,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<HourlyDecision>> {
    return toConnection(
      await this.steps.page(context, row.id, pageRequest(page)),
      (decision) => toHourlyDecision(decision, row.currencyCode),
      () => this.steps.count(context, row.id),
    );
  }
}

@Resolver(() => SteeringLine)
export class SteeringLineResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { description: "The placement." })
  async placement(@Ctx() context: RequestContext, @Root() { placementId }: SteeringLine): Promise<Placement> {
    return toPlacement((await this.campaigns.placements(context).load(placementId))!);
  }
}

@Resolver(() => Brand)
export class BrandSteeringResolver {
  constructor(private readonly plans: SteeringPlanService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => [SteeringPlan], {
    description: `Its steering plans that run or will (调控看板), newest first, at most ${MAX_LISTED_PLANS}.`,
  })
  async steeringBoard(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<SteeringPlan[]> {
    return (await this.plans.activeOfBrand(context, brandId)).map(toSteeringPlan);
  }
}

@Resolver(() => Campaign)
export class CampaignSteeringResolver {
  constructor(private readonly plans: SteeringPlanService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => [SteeringPlan], {
    description: `Its steering plans, newest first, at most ${MAX_LISTED_PLANS}.`,
  })
  async steeringPlans(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<SteeringPlan[]> {
    return (await this.plans.ofCampaign(context, campaignId)).map(toSteeringPlan);
  }
}
