import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { MoneyInput } from "../../graphql/money";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { DEFAULT_LOOKBACK_DAYS, MAX_LATE_HOURS, MAX_LOOKBACK_DAYS } from "./check-plan";
import { HourlyDecision } from "./hourly-decision.types";
import { MAX_PLAN_DAYS, MAX_STEERED_LINES, type SteeringOutcome } from "./steering";
import { SteeringOutcomeEnum } from "./steering-enums.types";
import { AN_AVERAGE_HOUR, SteeringPlan } from "./steering-plan.types";

@InputType({ description: "A placement whose money is steered." })
export class SteeringLineInput {
  @Field(() => ID, { description: "A placement of the campaign that no other plan steers at the time." })
  placementId!: string;

  @Field(() => MoneyInput, { description: "What it is given of the total at the start, at least 0." })
  amount!: MoneyInput;

  @Field(() => MoneyInput, { nullable: true, description: `Least level, for ${AN_AVERAGE_HOUR}. Absent: 0.` })
  floor?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: `Greatest level, for ${AN_AVERAGE_HOUR}. Absent: none.` })
  ceiling?: MoneyInput | null;

  @Field({ defaultValue: false, description: "Whether it stays as it is." })
  isFrozen!: boolean;
}

@InputType({ description: "A new steering plan." })
export class CreateSteeringPlanInput {
  @Field(() => ID, { description: "The campaign." })
  campaignId!: string;

  @Field({ description: "Name for people, 1 to 200 characters." })
  name!: string;

  @Field(() => DateTimeScalar, { description: "Its first hour; a whole one, inside the campaign's window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: `The end of its last hour; at most ${MAX_PLAN_DAYS} days later.` })
  to!: Date;

  @Field(() => MoneyInput, { description: "What all lines may spend until the end, in the brand's currency." })
  total!: MoneyInput;

  @Field(() => SteeringOutcomeEnum, { description: "What the money is moved for." })
  outcome!: SteeringOutcome;

  @Field(() => Int, {
    nullable: true,
    description: `With ORDERS alone: how many days old a contact may be at the order, 1 to ${MAX_LOOKBACK_DAYS}. Absent: ${DEFAULT_LOOKBACK_DAYS}.`,
  })
  lookbackDays?: number | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      "What each hour of the day is worth, from 0:00 of the brand's zone on: 24 numbers in thousandths. Absent: all alike.",
  })
  hourWeights?: number[] | null;

  @Field(() => Int, { defaultValue: 3, description: `How long media may report late, 0 to ${MAX_LATE_HOURS} hours.` })
  lateHours!: number;

  @Field(() => Int, { defaultValue: 20, description: "Cap per step, 1 to 100 % of a line's level." })
  maxStepPercent!: number;

  @Field(() => Int, { defaultValue: 1, description: "Seed of the draws, at least 1." })
  seed!: number;

  @Field(() => [SteeringLineInput], { description: `1 to ${MAX_STEERED_LINES} placements.` })
  lines!: SteeringLineInput[];
}

@InputType({ description: "Bounds of a line; what is absent stays as it is." })
export class ChangeSteeringLineInput {
  @Field(() => ID, { description: "The line's placement." })
  placementId!: string;

  @Field(() => MoneyInput, { nullable: true, description: "Least level; null: 0." })
  floor?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: "Greatest level; null: none." })
  ceiling?: MoneyInput | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it stays as it is; null: as it was." })
  isFrozen?: boolean | null;
}

const SteeringUserError = userErrorType("Steering", {
  PLACEMENT_TAKEN: "Another plan steers the placement at the time.",
  WRONG_STATE: "The plan or the decision is not in a state in which this can be done.",
  STALE_DECISION: "The plan, or the money that is left, is not what the decision was made on.",
  NOT_NEWEST: "The plan was changed since the decision was applied.",
});

@ObjectType()
abstract class PlanPayload {
  @Field(() => SteeringPlan, { nullable: true, description: "The plan as it is now; null when refused." })
  steeringPlan?: SteeringPlan | null;

  @Field(() => [SteeringUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@ObjectType()
abstract class DecisionPayload {
  @Field(() => HourlyDecision, { nullable: true, description: "The decision as it is now; null when refused." })
  hourlyDecision?: HourlyDecision | null;

  @Field(() => [SteeringUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of createSteeringPlan." })
export class CreateSteeringPlanPayload extends PlanPayload {}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of changeSteeringLines." })
export class ChangeSteeringLinesPayload extends PlanPayload {}

@Access("APPROVE_BUDGETS")
@ObjectType({ description: "Answer of setSteeringMode." })
export class SetSteeringModePayload extends PlanPayload {}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of endSteeringPlan." })
export class EndSteeringPlanPayload extends PlanPayload {}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of proposeHourlyDecision." })
export class ProposeHourlyDecisionPayload extends DecisionPayload {}

@Access("APPROVE_BUDGETS")
@ObjectType({ description: "Answer of approveHourlyDecision." })
export class ApproveHourlyDecisionPayload extends DecisionPayload {}

@Access("APPROVE_BUDGETS")
@ObjectType({ description: "Answer of rejectHourlyDecision." })
export class RejectHourlyDecisionPayload extends DecisionPayload {}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of applyHourlyDecision." })
export class ApplyHourlyDecisionPayload extends DecisionPayload {}

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of rollBackHourlyDecision." })
export class RollBackHourlyDecisionPayload extends DecisionPayload {}
