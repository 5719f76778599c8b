import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { DateScalar, DecimalScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { CampaignStep as CampaignStepCode } from "../campaigns";
import { CampaignStep } from "../campaigns/placement.types";
import { HillCurveInput, LogCurveInput, MichaelisMentenCurveInput } from "../response-curves/curve-input.types";
import {
  MAX_CALENDAR_PERIODS,
  MAX_CELLS,
  MAX_CELLS_OF_ROI,
  MAX_GROUPS,
  MAX_LINES,
  MAX_PERIODS,
} from "./allocation-request";
import { BudgetObjective, BudgetPlan, PlanPeriod } from "./budget.types";
import type { BudgetObjective as Objective } from "./budget-plan";

@InputType({ description: "A curve that the brand keeps: each period receives the same part of the amount." })
class StoredCurveInput {
  @Field(() => ID, { description: "A version of a response curve of the campaign's brand." })
  responseCurveId!: string;

  @Field(() => Int, {
    description: `Periods (days or weeks, as the curve's) that the total is for, 1 to ${MAX_PERIODS}.`,
  })
  periods!: number;
}

@InputType({ description: "What a placement is expected to bring for an amount: exactly one of the forms." })
export class ResponseCurveInput {
  @Field(() => LogCurveInput, { nullable: true, description: "A logarithmic curve, which never saturates." })
  log?: LogCurveInput | null;

  @Field(() => MichaelisMentenCurveInput, { nullable: true, description: "A curve that saturates." })
  michaelisMenten?: MichaelisMentenCurveInput | null;

  @Field(() => HillCurveInput, { nullable: true, description: "A curve that may be S-shaped." })
  hill?: HillCurveInput | null;

  @Field(() => StoredCurveInput, { nullable: true, description: "A curve that was fitted or set before." })
  stored?: StoredCurveInput | null;
}

@InputType({ description: "What a placement is expected to bring of one objective of a mix." })
class MixedCurveInput {
  @Field(() => BudgetObjective, { description: "One that `weights` names." })
  objective!: Objective;

  @Field(() => ResponseCurveInput, {
    description: "What it is expected to bring of it; one that is S-shaped is for plans without a calendar.",
  })
  curve!: ResponseCurveInput;
}

@InputType({ description: "How much a unit of an objective counts in a mix." })
class ObjectiveWeightInput {
  @Field(() => BudgetObjective, { description: "Any but WEIGHTED_MIX." })
  objective!: Objective;

  @Field(() => DecimalScalar, { description: "Above 0, e.g. 120 for the worth of a conversion in yuan." })
  weight!: string;
}

@InputType({
  description:
    "Periods over which a budget is spread. A placement spends in those that begin while its step runs; what its curve carries over works on after them, across the edges of steps and past the last period.",
})
class PlanCalendarInput {
  @Field(() => PlanPeriod, {
    description: "What a period is; stored curves must be of the same. Other curves are of one period.",
  })
  period!: "DAY" | "WEEK";

  @Field(() => DateScalar, { description: "First day of the first period, in the brand's zone." })
  startsOn!: string;

  @Field(() => Int, {
    description: `2 to ${MAX_CALENDAR_PERIODS}, and at most ${MAX_CELLS} times lines, ${MAX_CELLS_OF_ROI} with a targetRoi.`,
  })
  periods!: number;
}

@InputType({ description: "A placement that may receive money." })
class BudgetLineInput {
  @Field(() => ID, { description: "A placement of the campaign; each comes once." })
  placementId!: string;

  @Field(() => ResponseCurveInput, {
    nullable: true,
    description: "What it is expected to bring; null for the objective WEIGHTED_MIX, which takes `curves`.",
  })
  curve?: ResponseCurveInput | null;

  @Field(() => [MixedCurveInput], {
    nullable: true,
    description: "For WEIGHTED_MIX: what it is expected to bring of each objective that it serves, each once.",
  })
  curves?: MixedCurveInput[] | null;

  @Field(() => MoneyInput, { nullable: true, description: "The least it may receive; absent: 0." })
  lower?: MoneyInput | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "The most it may receive; absent: whatever the total allows.",
  })
  upper?: MoneyInput | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "What it receives now, to compare with; for every line or for none.",
  })
  current?: MoneyInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True: it may also receive nothing at all, below its lower bound (a minimum spend). Absent: false.",
  })
  mayBeOff?: boolean | null;
}

@InputType({
  description:
    "Bounds on what lines receive together: of the placements that meet all that is named here, at least one of the five.",
})
class BudgetGroupInput {
  @Field(() => CampaignStep, { nullable: true, description: "Placements of this step." })
  step?: CampaignStepCode | null;

  @Field(() => String, { nullable: true, description: "Placements on this platform." })
  platform?: string | null;

  @Field(() => ID, { nullable: true, description: "Placements aimed at this crowd." })
  audiencePackId?: string | null;

  @Field(() => [ID], { nullable: true, description: `These placements; 1 to ${MAX_LINES}.` })
  placementIds?: string[] | null;

  @Field(() => [Int], {
    nullable: true,
    description: "Only what they receive in these periods of the calendar, counted from 0; absent: in all.",
  })
  periods?: number[] | null;

  @Field(() => MoneyInput, { nullable: true, description: "The least they receive together; absent: 0." })
  lower?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: "The most; absent: whatever the total allows." })
  upper?: MoneyInput | null;
}

@InputType({ description: "A total to split over placements of a campaign." })
export class AllocateBudgetInput {
  @Field(() => ID, { description: "The campaign." })
  campaignId!: string;

  @Field(() => String, { nullable: true, description: "Of the scenario, 1 to 200 characters; absent: none." })
  name?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "Spent exactly; in the brand's currency. Exactly one of total, targetRoi and targetMarginalRoi.",
  })
  total?: MoneyInput | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "As much is spent as keeps the return of all of it at this: units of the objective per major unit, e.g. 3.5 for VALUE. With a calendar concave curves only, as money that carries over is in several periods at once.",
  })
  targetRoi?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "As much is spent as still brings this with its last unit, in units of the objective per major unit.",
  })
  targetMarginalRoi?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: "With a target: the most that is spent; absent: no limit." })
  maximumTotal?: MoneyInput | null;

  @Field(() => BudgetObjective, { description: "What to make greatest." })
  objective!: Objective;

  @Field(() => [ObjectiveWeightInput], {
    nullable: true,
    description: "For WEIGHTED_MIX: two objectives or more, each once; response is the sum of weight times units.",
  })
  weights?: ObjectiveWeightInput[] | null;

  @Field(() => PlanCalendarInput, {
    nullable: true,
    description: "Spreads the total over periods; absent: each line has one amount.",
  })
  calendar?: PlanCalendarInput | null;

  @Field(() => [BudgetLineInput], { description: `1 to ${MAX_LINES} lines.` })
  lines!: BudgetLineInput[];

  @Field(() => [BudgetGroupInput], { nullable: true, description: `At most ${MAX_GROUPS}; absent: none.` })
  groups?: BudgetGroupInput[] | null;
}

const BudgetUserError = userErrorType("Budget", {
  INFEASIBLE: "No split spends the total within all bounds; the message says by how much it fails.",
  NOT_DRAFT: "The plan is no draft any more.",
});

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of allocateBudget." })
export class AllocateBudgetPayload {
  @Field(() => BudgetPlan, { nullable: true, description: "The new draft; null when refused." })
  budgetPlan?: BudgetPlan | null;

  @Field(() => [BudgetUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("APPROVE_BUDGETS")
@ObjectType({ description: "Answer of approveBudgetPlan." })
export class ApproveBudgetPlanPayload {
  @Field(() => BudgetPlan, { nullable: true, description: "The approved plan; null when refused." })
  budgetPlan?: BudgetPlan | null;

  @Field(() => [BudgetUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
