import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateScalar, DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { MAX_GROUPS, MAX_LINES } from "./allocation-request";
import { budgetObjectives, type BudgetObjective as Objective, type BudgetPlan as PlanRow } from "./budget-plan";
import { startsOfPeriods } from "./plan-calendar";

const OBJECTIVES: Readonly<Record<Objective, string>> = {
  CONVERSIONS: "Conversions (转化): net orders of the brand, as the curves count them.",
  VALUE: "Value of orders (GMV) in major units of the brand's currency.",
  NEW_AWARE: "People who are new in A1 AWARE (新增A1).",
  NEW_APPEAL: "People who are new in A2 APPEAL (新增A2).",
  NEW_ACT: "People who are new in A3 ACT (新增A3).",
  WEIGHTED_MIX: "Several of these, each unit times its weight.",
};
export const BudgetObjective = Object.fromEntries(budgetObjectives.map((objective) => [objective, objective]));
registerEnumType(BudgetObjective, {
  name: "BudgetObjective",
  description:
    "What a budget is split to make greatest, and so what its curves count; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(
    budgetObjectives.map((objective) => [objective, { description: OBJECTIVES[objective] }]),
  ),
});

export const PlanPeriod = { DAY: "DAY", WEEK: "WEEK" };
registerEnumType(PlanPeriod, {
  name: "PlanPeriod",
  description: "What a period of a plan is.",
  valuesConfig: { DAY: { description: "A day." }, WEEK: { description: "Seven days." } },
});

const TargetKindEnum = { ROI: "ROI", MARGINAL_ROI: "MARGINAL_ROI" };
registerEnumType(TargetKindEnum, {
  name: "BudgetTargetKind",
  description: "What a total was found by; clients must handle unknown values.",
  valuesConfig: {
    ROI: { description: "What all of it brings per major unit." },
    MARGINAL_ROI: { description: "What its last unit brings, per major unit." },
  },
});

@Access("READ_BUDGETS")
@ObjectType({ description: "The return that stood in place of a total." })
class BudgetTarget {
  @Field(() => TargetKindEnum, { description: "Of what." })
  kind!: string;

  @Field(() => DecimalScalar, { description: "As it was asked for, in units of the objective per major unit." })
  value!: string;

  @Field({
    description:
      "What the plan attains. With concave curves one more minor unit of total would fall below the target, unless a bound ends it; with S-shapes or lines that may be off the total is searched to 0.01 %.",
  })
  attained!: number;

  @Field(() => Money, {
    nullable: true,
    description:
      "Of an ROI: no greater total attains it within the bounds, proven; the plan's own total where all curves are concave. Null of a MARGINAL_ROI, and of older plans.",
  })
  greatestTotal!: Money | null;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "How much a unit of an objective counts in a mix." })
class ObjectiveWeight {
  @Field(() => BudgetObjective, { description: "Which." })
  objective!: Objective;

  @Field(() => DecimalScalar, { description: "Above 0." })
  weight!: string;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "Periods over which a plan is spread." })
class PlanCalendar {
  @Field(() => PlanPeriod, { description: "What a period is." })
  period!: string;

  @Field(() => DateScalar, { description: "First day of the first one, in the brand's zone." })
  startsOn!: string;

  @Field(() => Int, { description: "How many." })
  periods!: number;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a line spends in one period." })
class PeriodAmount {
  @Field(() => DateScalar, { description: "First day of the period, in the brand's zone." })
  startsOn!: string;

  @Field(() => Money, { description: "To the minor unit; over its periods it sums to the line's amount." })
  amount!: Money;
}

export const BudgetPlanStateEnum = { DRAFT: "DRAFT", APPROVED: "APPROVED" };
registerEnumType(BudgetPlanStateEnum, {
  name: "BudgetPlanState",
  description: "Where a budget plan stands.",
  valuesConfig: {
    DRAFT: { description: "Computed; nobody has agreed to it." },
    APPROVED: { description: "Agreed to; it stays as it is." },
  },
});

const BudgetBound = { NONE: "NONE", LOWER: "LOWER", UPPER: "UPPER" };
registerEnumType(BudgetBound, {
  name: "BudgetBound",
  description: "The bound that an amount lies on.",
  valuesConfig: {
    NONE: { description: "Between its bounds: the returns alone decided." },
    LOWER: { description: "On its lower bound, 0 where none was given." },
    UPPER: { description: "On its upper bound." },
  },
});

@Access("READ_BUDGETS")
@ObjectType({ description: "What is expected of an amount." })
class ExpectedResponse {
  @Field({ description: "In units of the plan's objective." })
  value!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Lower end of its 95 % interval; null: a given curve has no interval.",
  })
  low!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Upper end of its 95 % interval; null: a given curve has no interval.",
  })
  high!: number | null;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What of an amount is expected of one objective of a mix." })
class ExpectedObjective extends ExpectedResponse {
  @Field(() => BudgetObjective, { description: "Which; its value is unweighted, in units of it." })
  objective!: Objective;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a budget plan gives to one placement." })
export class BudgetLine {
  /** Key of the placement; not a field of the schema. */
  placementId!: string;

  @Field(() => Money, { description: "Exact to the minor unit: the amounts of a plan sum to its total." })
  amount!: Money;

  @Field(() => ExpectedResponse, { description: "What the amount is expected to bring by the line's curve." })
  expected!: ExpectedResponse;

  @Field({ description: "What one more major unit, e.g. one yuan, would bring, in units of the objective." })
  marginalReturn!: number;

  @Field(() => BudgetBound, { description: "The bound that it lies on." })
  bound!: string;

  @Field(() => [ExpectedObjective], {
    description: "Of a WEIGHTED_MIX: what is expected of each objective that it serves; empty of others.",
  })
  expectedByObjective!: readonly ExpectedObjective[];

  @Field(() => [PeriodAmount], { description: "Over the calendar, at most 60 periods; empty without one." })
  byPeriod!: readonly PeriodAmount[];
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What moving a constraint by one major unit is worth, at least 0." })
export class ShadowPrice {
  @Field({
    description:
      "Path of the input: `total` (more of it), `lines.2.lower` or `groups.2.lower` (less of it), `lines.2.upper` or `groups.2.upper` (more of it), counted from 0.",
  })
  constraint!: string;

  @Field({ description: "In units of the plan's objective, the total spent unchanged for bounds." })
  price!: number;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "Why a plan is the best split of its total, and what that is worth." })
class BudgetCertificate {
  @Field({
    description:
      "How far any other split can lie above at most, as a share of the plan's response (Lagrangian dual): 0 proves that there is none. With S-shaped curves, lines that may be off, groups or periods it is as near to 0 as the search came.",
  })
  optimalityGap!: number;

  @Field({
    description:
      "How much more it brings than giving every line the same within its bounds, in units of the objective.",
  })
  gainOverEqualSplit!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "How much more it brings than the current amounts, in units of the objective; they may sum to another total. Null: no current amounts were given.",
  })
  gainOverCurrent!: number | null;

  @Field(() => [ShadowPrice], {
    description: `The total's, then those of the groups that hold back and of the bounds that lines lie on, in their order; at most ${MAX_LINES + MAX_GROUPS + 1}.`,
  })
  shadowPrices!: readonly ShadowPrice[];
}

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description:
    "A split of a total over placements of a campaign (预算方案) with the proof that none is better. It is never recomputed, only replaced by another plan.",
})
export class BudgetPlan extends Node {
  /** Keys of the campaign and of who approved it; not fields of the schema. */
  campaignId!: string;
  approvedById!: string | null;

  @Field(() => Int, { description: "1 when it was computed; counts up with every change of its state." })
  version!: number;

  @Field(() => BudgetPlanStateEnum, { description: "Where it stands." })
  state!: string;

  @Field(() => Money, { description: "What it splits, to the minor unit." })
  total!: Money;

  @Field(() => BudgetObjective, { description: "What it makes greatest." })
  objective!: Objective;

  @Field(() => String, { nullable: true, description: "Of the scenario; null: none was given." })
  name!: string | null;

  @Field(() => [ObjectiveWeight], { description: "Of a WEIGHTED_MIX, at most 5; empty of others." })
  weights!: readonly ObjectiveWeight[];

  @Field(() => BudgetTarget, { nullable: true, description: "What its total was found by; null: the total was given." })
  target!: BudgetTarget | null;

  @Field(() => PlanCalendar, { nullable: true, description: "Periods over which it is spread; null: none." })
  calendar!: PlanCalendar | null;

  @Field(() => [BudgetLine], { description: `One for each placement of the call, in its order; at most ${MAX_LINES}.` })
  lines!: readonly BudgetLine[];

  @Field(() => BudgetCertificate, { description: "The proof." })
  certificate!: BudgetCertificate;

  @Field(() => DateTimeScalar, { description: "When it was computed." })
  computedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was approved; null while it is a draft." })
  approvedAt!: Date | null;
}

export function toBudgetPlan({ currencyCode, terms, ...row }: PlanRow): BudgetPlan {
  const starts = terms.calendar === null ? [] : startsOfPeriods(terms.calendar);
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode });
  return Object.assign(new BudgetPlan(), {
    ...row,
    id: toNodeId("BudgetPlan", row.id),
    total: money(row.total),
    computedAt: row.createdAt,
    ...{ weights: terms.weights, calendar: terms.calendar },
    target: terms.target && {
      ...terms.target,
      greatestTotal: terms.target.atMost == null ? null : money(BigInt(terms.target.atMost)),
    },
    lines: row.lines.map(({ placementId, amount, expected, interval, marginalReturn, bound, parts, byPeriod }) =>
      Object.assign(new BudgetLine(), {
        placementId,
        amount: money(amount),
        expected: { value: expected, low: interval?.low ?? null, high: interval?.high ?? null },
        marginalReturn,
        bound,
        expectedByObjective: parts.map((part) => ({
          ...{ objective: part.objective, value: part.expected },
          ...{ low: part.interval?.low ?? null, high: part.interval?.high ?? null },
        })),
        byPeriod: byPeriod.map((cell, period) => ({ startsOn: starts[period]!, amount: money(cell) })),
      }),
    ),
  });
}
