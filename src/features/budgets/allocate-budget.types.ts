import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { CampaignStep as CampaignStepCode } from "../campaigns";
import { CampaignStep } from "../campaigns/placement.types";
import { HillCurveInput, LogCurveInput, MichaelisMentenCurveInput } from "../response-curves/curve-input.types";
import { MAX_GROUPS, MAX_LINES, MAX_PERIODS } from "./allocation-request";
import { BudgetObjective, BudgetPlan } from "./budget.types";
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
class ResponseCurveInput {
  @Field(() => LogCurveInput, { nullable: true, description: "A logarithmic curve, which never saturates." })
  log?: LogCurveInput | null;

  @Field(() => MichaelisMentenCurveInput, { nullable: true, description: "A curve that saturates." })
  michaelisMenten?: MichaelisMentenCurveInput | null;

  @Field(() => HillCurveInput, { nullable: true, description: "A curve that may be S-shaped." })
  hill?: HillCurveInput | null;

  @Field(() => StoredCurveInput, { nullable: true, description: "A curve that was fitted or set before." })
  stored?: StoredCurveInput | null;
}

@InputType({ description: "A placement that may receive money." })
class BudgetLineInput {
  @Field(() => ID, { description: "A placement of the campaign; each comes once." })
  placementId!: string;

  @Field(() => ResponseCurveInput, { description: "What it is expected to bring." })
  curve!: ResponseCurveInput;

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
    "Bounds on what lines receive together: of the placements that meet all that is named here, at least one of the four.",
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

  @Field(() => MoneyInput, { nullable: true, description: "The least they receive together; absent: 0." })
  lower?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: "The most; absent: whatever the total allows." })
  upper?: MoneyInput | null;
}

@InputType({ description: "A total to split over placements of a campaign." })
export class AllocateBudgetInput {
  @Field(() => ID, { description: "The campaign." })
  campaignId!: string;

  @Field(() => MoneyInput, { description: "Spent exactly; in the brand's currency." })
  total!: MoneyInput;

  @Field(() => BudgetObjective, { description: "What to make greatest." })
  objective!: Objective;

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
