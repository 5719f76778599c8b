import { Field, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { CostPacing, moneyOf } from "../flights/pacing.types";
import type { LineFacts } from "./plan-facts";
import type { SteeringMode, SteeringOutcome, SteeringPlan as SteeringPlanRow } from "./steering";
import { SteeringModeEnum, SteeringOutcomeEnum } from "./steering-enums.types";

export const AN_AVERAGE_HOUR = "an hour of weight 1,000; an hour of another weight bears as much more or less";

@Access("READ_BUDGETS")
@ObjectType({ description: "A placement whose money is steered." })
export class SteeringLine {
  /** Key of the placement; not a field of the schema. */
  placementId!: string;

  @Field(() => Money, { description: `What it was given at the start, for ${AN_AVERAGE_HOUR}.` })
  planned!: Money;

  @Field(() => Money, { description: `What it may spend from the next whole hour on, in ${AN_AVERAGE_HOUR}.` })
  level!: Money;

  @Field(() => Money, { description: "Least level; 0: none." })
  floor!: Money;

  @Field(() => Money, { nullable: true, description: "Greatest level; null: none." })
  ceiling!: Money | null;

  @Field({ description: "Whether it stays as it is." })
  isFrozen!: boolean;

  @Field(() => DateTimeScalar, { description: "The end of its last complete hour, or the start of the plan." })
  completeUntil!: Date;

  @Field(() => Money, { description: "Spent in its complete hours." })
  spent!: Money;

  @Field(() => Money, {
    description:
      "What its other hours until the next whole one may cost: by its levels, or as reported where that is more.",
  })
  reserved!: Money;
}

export const toSteeringLine = (
  { line, level, completeUntil, spent, reserved }: LineFacts,
  currencyCode: string,
): SteeringLine => {
  const money = (minor: bigint): Money => moneyOf(minor, currencyCode);
  return Object.assign(new SteeringLine(), {
    ...{ placementId: line.placementId, isFrozen: line.isFrozen, completeUntil },
    ...{ planned: money(line.planned), level: money(level), floor: money(line.floor) },
    ceiling: line.ceiling === null ? null : money(line.ceiling),
    ...{ spent: money(spent), reserved: money(reserved) },
  });
};

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description: "Money for placements of a campaign that is moved between them from hour to hour (小时级调控).",
})
export class SteeringPlan extends Node {
  /** The row behind it; not a field of the schema. */
  row!: SteeringPlanRow;

  @Field({ description: "Name for people." })
  name!: string;

  @Field(() => DateTimeScalar, { description: "Its first hour." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The end of its last hour." })
  to!: Date;

  @Field(() => Money, { description: "What all lines may spend until the end; never passed by any decision." })
  total!: Money;

  @Field(() => SteeringOutcomeEnum, { description: "What the money is moved for." })
  outcome!: SteeringOutcome;

  @Field(() => Int, {
    nullable: true,
    description:
      "By ORDERS: how many days old a contact may be at the order to be credited with it; null: other outcomes.",
  })
  lookbackDays!: number | null;

  @Field(() => [Int], {
    description: "What each hour of the day is worth, in thousandths of an average one; empty: all alike.",
  })
  hourWeights!: readonly number[];

  @Field(() => Int, {
    description:
      "An hour is complete so many hours after its end if it was reported, or a later hour of the line was; by ORDERS its outcomes are complete if the brand has an order in it or later, too; figures that come later restate it, and decisions made on it become OUTDATED.",
  })
  lateHours!: number;

  @Field(() => Int, {
    description:
      "Cap per step: a line moves by at most this share of its level, or of a tenth of an equal share if that is more.",
  })
  maxStepPercent!: number;

  @Field(() => Int, { description: "With the facts it gives the draws: the same two give the same decision." })
  seed!: number;

  @Field(() => SteeringModeEnum, { description: "Who takes decisions." })
  mode!: SteeringMode;

  @Field(() => Int, { description: "Counts up with every change, also of levels; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was ended before its time; null: it was not." })
  endedAt!: Date | null;
}

export function toSteeringPlan(row: SteeringPlanRow): SteeringPlan {
  const { name, outcome, lookbackDays, lateHours, maxStepPercent, seed, mode, version, endedAt } = row;
  return Object.assign(new SteeringPlan(), {
    id: toNodeId("SteeringPlan", row.id),
    row,
    ...{ name, outcome, lookbackDays, lateHours, maxStepPercent, seed, mode, version, endedAt },
    ...row.window,
    total: moneyOf(row.total, row.currencyCode),
    hourWeights: row.hourWeights ?? [],
  });
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a steering plan spent against its plan." })
export class SteeringPacing {
  @Field(() => DateTimeScalar, { description: "What was known at this instant." })
  asOf!: Date;

  @Field(() => DateTimeScalar, {
    description: "The hour until which all lines that ever reported are complete; the figures are of the hours before.",
  })
  completeUntil!: Date;

  @Field(() => Int, { description: "Lines without a complete hour." })
  unreportedLines!: number;

  @Field(() => CostPacing, { description: "Spend against the total, spread by the weights of the hours." })
  cost!: CostPacing;
}
