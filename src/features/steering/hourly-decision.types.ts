import { Field, Float, Int, ObjectType } from "type-graphql";
import type { LineLimit } from "../../engines/steering/decide-hour";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { CostPacing, moneyOf, toCostPacing } from "../flights/pacing.types";
import {
  type DecisionChange,
  type DecisionState,
  HALF_LIFE_HOURS,
  HISTORY_HOURS,
  type HourlyDecision as HourlyDecisionRow,
} from "./steering";
import { DecisionStateEnum, LineLimitEnum } from "./steering-enums.types";
import { AN_AVERAGE_HOUR } from "./steering-plan.types";

@Access("READ_BUDGETS")
@ObjectType({ description: "Outcomes per major unit of money: the mean of what is believed, and its middle 95 %." })
class SteeringYield {
  @Field(() => Float, { description: "Mean." })
  value!: number;

  @Field(() => Float, { description: "Lower bound." })
  low!: number;

  @Field(() => Float, { description: "Upper bound." })
  high!: number;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a decision says of a line, and on what grounds (依据)." })
export class HourlyDecisionLine {
  /** Key of the placement; not a field of the schema. */
  placementId!: string;

  @Field(() => Money, { description: `Its level before, for ${AN_AVERAGE_HOUR}.` })
  before!: Money;

  @Field(() => Money, { description: "Its level by the decision." })
  after!: Money;

  @Field(() => Money, { description: "after - before." })
  change!: Money;

  @Field(() => LineLimitEnum, { description: "What kept it from the level that its yield asks for." })
  limit!: LineLimit;

  @Field(() => DateTimeScalar, { description: "The end of its last complete hour." })
  completeUntil!: Date;

  @Field(() => DateTimeScalar, {
    description:
      "The end of the last hour whose outcomes were looked at: `completeUntil`, or by ORDERS where the brand's orders are complete, if that is earlier.",
  })
  outcomesUntil!: Date;

  @Field(() => Int, { description: `Complete hours that were looked at, the last ${HISTORY_HOURS} at most.` })
  hours!: number;

  @Field(() => Money, { description: "Spent in them." })
  spend!: Money;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "What they brought; null: fewer people ordered than may be told, and the line was judged as if one fewer than that had.",
  })
  outcomes!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Spent of what it might have spent in the last 24 complete hours; null: it might not have spent anything.",
  })
  use!: number | null;

  @Field(() => SteeringYield, {
    description: `What is believed of its yield: gamma-Poisson, a fact losing half of its weight in ${HALF_LIFE_HOURS} hours.`,
  })
  yield!: SteeringYield;

  @Field(() => Float, {
    description: "The yield that was drawn from that (Thompson sampling), by which it was judged.",
  })
  drawnYield!: number;

  @Field(() => Float, { description: "How likely its yield is the highest of all lines, 0 to 1." })
  chanceToBeBest!: number;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "A step that somebody took with a decision." })
export class HourlyDecisionChange {
  /** Key of who took it; not a field of the schema. */
  accessKeyId!: string;

  @Field(() => Int, { description: "The decision's version from then on." })
  version!: number;

  @Field(() => DecisionStateEnum, { description: "The state that it came to." })
  change!: DecisionState;

  @Field(() => String, { nullable: true, description: "Why; null: nobody said." })
  reason!: string | null;

  @Field({ description: "Whether a worker took it, on behalf of who set the plan's mode." })
  isAutomatic!: boolean;

  @Field(() => DateTimeScalar, { description: "When." })
  changedAt!: Date;
}

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description:
    "Levels for the next hours of a plan, with all that they were made of; frozen as it was told (小时级决策).",
})
export class HourlyDecision extends Node {
  /** The row behind it; not a field of the schema. */
  row!: HourlyDecisionRow;

  @Field(() => DecisionStateEnum, { description: "How far it is." })
  state!: DecisionState;

  @Field(() => Int, { description: "Counts up with every step; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "What was imported later does not count in it." })
  knownAt!: Date;

  @Field(() => DateTimeScalar, {
    description: "The whole hour for which it was made; it holds from the next one after it is applied.",
  })
  effectiveFrom!: Date;

  @Field(() => BigIntScalar, { description: "The seed of its draws: the plan's, and the hour of the plan." })
  seed!: bigint;

  @Field(() => Money, { description: "Spent by all lines in complete hours." })
  spent!: Money;

  @Field(() => Money, { description: "What the hours until `effectiveFrom` may cost beside that." })
  reserved!: Money;

  @Field(() => Money, { description: "Left of the plan's total: total - spent - reserved; below 0: it was passed." })
  left!: Money;

  @Field(() => Money, { description: "What all levels may sum to, so that what is left lasts until the plan ends." })
  target!: Money;

  @Field(() => DateTimeScalar, { description: "The hour until which `pacing` is." })
  pacedUntil!: Date;

  @Field(() => CostPacing, { description: "How the plan was paced." })
  pacing!: CostPacing;

  @Field(() => [HourlyDecisionLine], { description: "In the order of the plan, at most 100." })
  lines!: readonly HourlyDecisionLine[];

  @Field(() => [HourlyDecisionChange], { description: "Who took which step (审计), the first first; at most 4." })
  changes!: readonly HourlyDecisionChange[];
}

export function toHourlyDecision(row: HourlyDecisionRow, currencyCode: string): HourlyDecision {
  const { state, version, knownAt, effectiveFrom, evidence } = row;
  const money = (minor: string): Money => moneyOf(BigInt(minor), currencyCode);
  return Object.assign(new HourlyDecision(), {
    id: toNodeId("HourlyDecision", row.id),
    row,
    ...{ state, version, knownAt, effectiveFrom, seed: BigInt(evidence.seed) },
    ...{ spent: money(evidence.spent), reserved: money(evidence.reserved) },
    ...{ left: money(evidence.left), target: money(evidence.target) },
    pacedUntil: new Date(evidence.pacedUntil),
    pacing: toCostPacing(evidence.pacing, currencyCode),
    lines: evidence.lines.map(({ before, after, completeUntil, outcomesUntil, spend, outcomes, ...line }) =>
      Object.assign(new HourlyDecisionLine(), line, {
        ...{ before: money(before), after: money(after), spend: money(spend) },
        change: moneyOf(BigInt(after) - BigInt(before), currencyCode),
        ...{ completeUntil: new Date(completeUntil), outcomesUntil: new Date(outcomesUntil ?? completeUntil) },
        outcomes: outcomes === null ? null : BigInt(outcomes),
      }),
    ),
    changes: row.changes.map((change: DecisionChange) => Object.assign(new HourlyDecisionChange(), change)),
  });
}

export const HourlyDecisionConnection = connectionType(HourlyDecision, "HourlyDecision", "READ_BUDGETS");
