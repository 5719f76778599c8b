import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { AccessKey } from "../access/access.types";
import type { CampaignService } from "../campaigns";
import { Placement, toPlacement } from "../campaigns/placement.types";
import { type DataState, dataState } from "../touchpoints";
import { DataStateEnum } from "../touchpoints/data-state.types";
import type { HourlyDecisionService, StepOptions } from "./hourly-decision.service";
import { HourlyDecision, HourlyDecisionChange, HourlyDecisionLine, toHourlyDecision } from "./hourly-decision.types";
import type { HourlyDecision as HourlyDecisionRow } from "./steering";
import {
  ApplyHourlyDecisionPayload,
  ApproveHourlyDecisionPayload,
  ProposeHourlyDecisionPayload,
  RejectHourlyDecisionPayload,
  RollBackHourlyDecisionPayload,
} from "./steering-input.types";
import type { SteeringPlanService } from "./steering-plan.service";
import { SteeringPlan, toSteeringPlan } from "./steering-plan.types";

const DECISION_ID = { description: "The decision." };
const REASON = { nullable: true, description: "Why, for the record; 1 to 500 characters." } as const;

/** A step as the service takes it. */
type Step = (context: RequestContext, id: string, options: StepOptions) => Promise<HourlyDecisionRow>;

@Resolver()
export class HourlyDecisionChangeResolver {
  constructor(
    private readonly decisions: HourlyDecisionService,
    private readonly plans: SteeringPlanService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => ProposeHourlyDecisionPayload, {
    description:
      "Makes a decision for the next whole hour of what is known now. The plan's open decision is SUPERSEDED by it.",
  })
  proposeHourlyDecision(
    @Ctx() context: RequestContext,
    @Arg("planId", () => ID, { description: "The plan." }) planId: string,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ProposeHourlyDecisionPayload> {
    return payload(async () => {
      const id = keyOf("SteeringPlan", planId, ["planId"]);
      return this.shape(context, await this.decisions.propose(context, id, { idempotencyKey: key ?? null }));
    });
  }

  @Access("APPROVE_BUDGETS")
  @Mutation(() => ApproveHourlyDecisionPayload, { description: "Agrees to a decision: PROPOSED to APPROVED." })
  approveHourlyDecision(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, DECISION_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("reason", () => String, REASON) reason?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ApproveHourlyDecisionPayload> {
    const options = { expectedVersion, reason: reason ?? null, idempotencyKey: key ?? null };
    return this.step(context, id, options, this.decisions.approve.bind(this.decisions));
  }

  @Access("APPROVE_BUDGETS")
  @Mutation(() => RejectHourlyDecisionPayload, { description: "Refuses a decision that is not applied." })
  rejectHourlyDecision(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, DECISION_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("reason", () => String, REASON) reason?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RejectHourlyDecisionPayload> {
    const options = { expectedVersion, reason: reason ?? null, idempotencyKey: key ?? null };
    return this.step(context, id, options, this.decisions.reject.bind(this.decisions));
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => ApplyHourlyDecisionPayload, {
    description:
      "Puts an approved decision in force from the next whole hour on; refused when the plan was changed since, or the money that is left no longer bears it.",
  })
  applyHourlyDecision(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, DECISION_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("reason", () => String, REASON) reason?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ApplyHourlyDecisionPayload> {
    const options = { expectedVersion, reason: reason ?? null, idempotencyKey: key ?? null };
    return this.step(context, id, options, this.decisions.apply.bind(this.decisions));
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => RollBackHourlyDecisionPayload, {
    description:
      "Puts the levels before the plan's newest applied decision back in force from the next whole hour on, all cut by one share where the money that is left no longer bears them.",
  })
  rollBackHourlyDecision(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, DECISION_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("reason", () => String, REASON) reason?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RollBackHourlyDecisionPayload> {
    const options = { expectedVersion, reason: reason ?? null, idempotencyKey: key ?? null };
    return this.step(context, id, options, this.decisions.rollBack.bind(this.decisions));
  }

  private step(context: RequestContext, id: string, options: StepOptions, take: Step) {
    return payload(async () => this.shape(context, await take(context, keyOf("HourlyDecision", id, ["id"]), options)));
  }

  private async shape(context: RequestContext, row: HourlyDecisionRow) {
    const plan = await this.plans.find(context, row.planId);
    return { hourlyDecision: toHourlyDecision(row, plan!.currencyCode) };
  }
}

@Resolver(() => HourlyDecision)
export class HourlyDecisionResolver {
  constructor(
    private readonly decisions: HourlyDecisionService,
    private readonly plans: SteeringPlanService,
  ) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => SteeringPlan, { description: "The plan, as it is now." })
  async plan(@Ctx() context: RequestContext, @Root() { row }: HourlyDecision): Promise<SteeringPlan> {
    return toSteeringPlan((await this.plans.find(context, row.planId))!);
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => DataStateEnum, {
    description:
      "OUTDATED: figures of the hours that it looked at were restated since, so that the same question asked now may give another decision.",
  })
  async dataState(@Ctx() context: RequestContext, @Root() { row }: HourlyDecision): Promise<DataState> {
    const isOutdated = await this.decisions.isOutdated(context, row);
    return dataState({ isOutdated, asOf: row.effectiveFrom }, context.clock.now());
  }
}

@Resolver(() => HourlyDecisionLine)
export class HourlyDecisionLineResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { description: "The placement." })
  async placement(@Ctx() context: RequestContext, @Root() { placementId }: HourlyDecisionLine): Promise<Placement> {
    return toPlacement((await this.campaigns.placements(context).load(placementId))!);
  }
}

@Resolver(() => HourlyDecisionChange)
export class HourlyDecisionStepResolver {
  constructor(private readonly decisions: HourlyDecisionService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => AccessKey, { nullable: true, description: "Whose key took it; null: the key is gone." })
  async changedBy(
    @Ctx() context: RequestContext,
    @Root() { accessKeyId }: HourlyDecisionChange,
  ): Promise<AccessKey | null> {
    const key = await this.decisions.keys(context).load(accessKeyId);
    return key && Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) });
  }
}
