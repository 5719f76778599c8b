import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { DecimalScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { MAX_LINES } from "./allocation-request";
import { BudgetObjective, BudgetPlan } from "./budget.types";
import type { BudgetObjective as Objective } from "./budget-plan";

@InputType({ description: "a ln(1 + x / b) conversions for an amount x." })
class LogCurveInput {
  @Field(() => DecimalScalar, { description: "Conversions that each e-fold of 1 + x / b brings; greater than 0." })
  a!: string;

  @Field(() => DecimalScalar, {
    description: "Amount in major units at which one more brings half of what the first brings; greater than 0.",
  })
  b!: string;
}

@InputType({ description: "maximum x / (halfSaturation + x) conversions for an amount x." })
class MichaelisMentenCurveInput {
  @Field(() => DecimalScalar, { description: "Conversions that are neared and never reached; greater than 0." })
  maximum!: string;

  @Field(() => DecimalScalar, { description: "Amount in major units that brings half of the maximum; greater than 0." })
  halfSaturation!: string;
}

@InputType({ description: "What a placement is expected to bring for an amount: exactly one of the forms." })
class ResponseCurveInput {
  @Field(() => LogCurveInput, { nullable: true, description: "A logarithmic curve, which never saturates." })
  log?: LogCurveInput | null;

  @Field(() => MichaelisMentenCurveInput, { nullable: true, description: "A curve that saturates." })
  michaelisMenten?: MichaelisMentenCurveInput | null;
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
