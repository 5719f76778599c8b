import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import type { BudgetObjective as Objective } from "../budgets";
import { BudgetObjective, BudgetPlanStateEnum, ShadowPrice } from "../budgets/budget.types";
import {
  type YearPlanCertificate as CertificateRow,
  type YearPlanLine as LineRow,
  MAX_CHANNELS,
  MONTHS,
  type YearPlan as PlanRow,
} from "./year-plan";

@Access("READ_BUDGETS")
@ObjectType({ description: "What a year plan gives to one channel in one month." })
class YearPlanLine {
  @Field({ description: "Code of the channel's platform." })
  platform!: string;

  @Field(() => Int, { description: "1 to 12." })
  month!: number;

  @Field(() => Money, { description: "Exact to the minor unit: the amounts of a plan sum to its total." })
  amount!: Money;

  @Field({
    description:
      "What it is expected to bring by the channel's curve in the month's season, in units of the objective.",
  })
  expected!: number;

  @Field({ description: "What one more major unit would bring, in units of the objective." })
  marginalReturn!: number;

  @Field(() => Money, {
    nullable: true,
    description: "What media reported of the month a year before; null: nothing of the plan's channels in that year.",
  })
  lastYear!: Money | null;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "All of a year plan's lines of one channel or of one month." })
class YearPlanSum {
  @Field(() => String, { nullable: true, description: "Of a channel; null of a month." })
  platform!: string | null;

  @Field(() => Int, { nullable: true, description: "1 to 12; null of a channel." })
  month!: number | null;

  @Field(() => Money, { description: "Sum of the amounts." })
  amount!: Money;

  @Field({ description: "Sum of what is expected." })
  expected!: number;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "Why a year plan is the best split of its total, and what that is worth." })
class YearPlanCertificate {
  @Field({
    description: "How far any other split within the bounds can lie above at most, as a share of the plan's response.",
  })
  optimalityGap!: number;

  @Field({ description: "How much more it brings than the same amount for every channel and month." })
  gainOverEqualSplit!: number;

  @Field(() => Float, {
    nullable: true,
    description: "How much more it brings than the same total in last year's proportions; null: nothing was reported.",
  })
  gainOverLastYear!: number | null;

  @Field(() => [ShadowPrice], {
    description: `The total's, then of \`channels.2.upper\` and \`months.0.lower\`, counted from 0 in the input, where they hold back; at most ${MAX_CHANNELS + MONTHS + 1}.`,
  })
  shadowPrices!: readonly ShadowPrice[];
}

@Access("READ_BUDGETS")
@ObjectType({
  implements: Node,
  description:
    "A year by month and channel (年度预算规划), a scenario beside others, with the proof that no split is better.",
})
export class YearPlan extends Node {
  /** The row behind it; not a field of the schema. */
  row!: PlanRow;

  @Field(() => Int, { description: "The plan year." })
  year!: number;

  @Field(() => String, { nullable: true, description: "Of the scenario; null: none was given." })
  name!: string | null;

  @Field(() => Int, { description: "1 when it was computed; counts up with every change of its state." })
  version!: number;

  @Field(() => BudgetPlanStateEnum, { description: "Where it stands." })
  state!: string;

  @Field(() => Money, { description: "What it splits, to the minor unit." })
  total!: Money;

  @Field(() => BudgetObjective, { description: "What it makes greatest." })
  objective!: Objective;

  @Field(() => [YearPlanLine], { description: `By channel, then by month; at most ${MAX_CHANNELS * MONTHS}.` })
  lines!: readonly YearPlanLine[];

  @Field(() => [YearPlanSum], { description: `By channel; at most ${MAX_CHANNELS}.` })
  channels!: readonly YearPlanSum[];

  @Field(() => [YearPlanSum], { description: "By month, 12." })
  months!: readonly YearPlanSum[];

  @Field(() => YearPlanCertificate, { description: "The proof." })
  certificate!: CertificateRow;

  @Field(() => DateTimeScalar, { description: "When it was computed." })
  computedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was approved; null while it is a draft." })
  approvedAt!: Date | null;
}

export function toYearPlan(row: PlanRow): YearPlan {
  const { currencyCode, year, name, version, state, objective, certificate, createdAt: computedAt, approvedAt } = row;
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode });
  const sumsOf = <K extends "platform" | "month">(key: K): YearPlanSum[] =>
    [...new Set(row.lines.map((line) => line[key]))].map((value) => {
      const lines = row.lines.filter((line) => line[key] === value);
      return Object.assign(new YearPlanSum(), {
        ...{ platform: null, month: null, [key]: value },
        amount: money(lines.reduce((sum, { amount }) => sum + amount, 0n)),
        expected: lines.reduce((sum, { expected }) => sum + expected, 0),
      });
    });
  return Object.assign(new YearPlan(), {
    ...{
      row,
      id: toNodeId("YearPlan", row.id),
      year,
      name,
      version,
      state,
      objective,
      certificate,
      computedAt,
      approvedAt,
    },
    ...{ total: money(row.total), channels: sumsOf("platform"), months: sumsOf("month") },
    lines: row.lines.map((line) => ({
      ...line,
      amount: money(line.amount),
      lastYear: line.lastYear === null ? null : money(line.lastYear),
    })),
  });
}

@Access("READ_BUDGETS")
@ObjectType({ description: "One channel in one month of two scenarios." })
class YearPlanLineComparison {
  @Field({ description: "Code of the channel's platform." })
  platform!: string;

  @Field(() => Int, { description: "1 to 12." })
  month!: number;

  @Field(() => Money, { nullable: true, description: "Of this plan; null: it has no such channel." })
  amount!: Money | null;

  @Field(() => Money, { nullable: true, description: "Of the other plan; null: it has no such channel." })
  otherAmount!: Money | null;

  @Field(() => Money, { description: "amount - otherAmount, an absent one as 0." })
  change!: Money;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a year plan does otherwise than another scenario of the same year." })
export class YearPlanComparison {
  @Field(() => YearPlan, { description: "The other one." })
  other!: YearPlan;

  @Field(() => Money, { description: "This plan's total less the other's." })
  totalChange!: Money;

  @Field(() => Float, {
    nullable: true,
    description: "What more is expected; null: the two make different things greatest.",
  })
  expectedChange!: number | null;

  @Field(() => [YearPlanLineComparison], {
    description: `Every channel and month of either, those of this plan first; at most ${2 * MAX_CHANNELS * MONTHS}.`,
  })
  lines!: readonly YearPlanLineComparison[];
}

export function toYearPlanComparison(plan: PlanRow, other: PlanRow): YearPlanComparison {
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode: plan.currencyCode });
  const keyOf = ({ platform, month }: LineRow): string => JSON.stringify([platform, month]);
  const [own, others] = [plan, other].map(({ lines }) => new Map(lines.map((line) => [keyOf(line), line])));
  const keys = [...new Set([...own!.keys(), ...others!.keys()])];
  const expected = ({ lines }: PlanRow): number => lines.reduce((sum, line) => sum + line.expected, 0);
  return Object.assign(new YearPlanComparison(), {
    other: toYearPlan(other),
    totalChange: money(plan.total - other.total),
    expectedChange: plan.objective === other.objective ? expected(plan) - expected(other) : null,
    lines: keys.map((key) => {
      const [line, otherLine] = [own!.get(key), others!.get(key)];
      const { platform, month } = (line ?? otherLine)!;
      return {
        ...{ platform, month },
        amount: line ? money(line.amount) : null,
        otherAmount: otherLine ? money(otherLine.amount) : null,
        change: money((line?.amount ?? 0n) - (otherLine?.amount ?? 0n)),
      };
    }),
  });
}

@InputType({ description: "A channel that a year's money may go to." })
class YearPlanChannelInput {
  @Field({ description: "Code of its platform; each comes once." })
  platform!: string;

  @Field(() => ID, { description: "What it brings for its money in a day or week, e.g. fitted on last year." })
  responseCurveId!: string;

  @Field(() => MoneyInput, { nullable: true, description: "The least that the year spends on it; absent: 0." })
  lower?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: "The most; absent: whatever the total allows." })
  upper?: MoneyInput | null;
}

@InputType({ description: "What is special about a month." })
class YearPlanMonthInput {
  @Field(() => Int, { description: "1 to 12; each comes once at most." })
  month!: number;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "How much the same money brings against a usual month, above 0, e.g. 1.8 in November; absent: 1.",
  })
  season?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: "The least that all channels spend in it; absent: 0." })
  lower?: MoneyInput | null;

  @Field(() => MoneyInput, { nullable: true, description: "The most; absent: whatever the total allows." })
  upper?: MoneyInput | null;
}

@InputType({ description: "A year to split over months and channels." })
export class PlanYearInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => Int, { description: "The plan year, 2000 to 2100." })
  year!: number;

  @Field(() => String, { nullable: true, description: "Of the scenario, 1 to 200 characters; absent: none." })
  name?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: "Spent exactly; absent: what the brand's budget tree of the year has planned.",
  })
  total?: MoneyInput | null;

  @Field(() => BudgetObjective, { description: "What to make greatest, as the curves count it; not WEIGHTED_MIX." })
  objective!: Objective;

  @Field(() => [YearPlanChannelInput], { description: `1 to ${MAX_CHANNELS}.` })
  channels!: YearPlanChannelInput[];

  @Field(() => [YearPlanMonthInput], { nullable: true, description: "Months that are not as usual; absent: none." })
  months?: YearPlanMonthInput[] | null;
}

export const YearPlanUserError = userErrorType("YearPlan", {
  INFEASIBLE: "No split spends the total within all bounds; the message names the smallest set in conflict.",
  NOT_DRAFT: "The plan is no draft any more.",
  NOT_APPROVED: "The plan is not approved.",
  NO_CHANGE: "The tree has the amounts already.",
  OVERSPEND: "A place of the tree would need more than is planned for it; the message names it and by how much.",
});

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of planYear." })
export class PlanYearPayload {
  @Field(() => YearPlan, { nullable: true, description: "The new draft; null when refused." })
  yearPlan?: YearPlan | null;

  @Field(() => [YearPlanUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("APPROVE_BUDGETS")
@ObjectType({ description: "Answer of approveYearPlan." })
export class ApproveYearPlanPayload {
  @Field(() => YearPlan, { nullable: true, description: "The approved plan; null when refused." })
  yearPlan?: YearPlan | null;

  @Field(() => [YearPlanUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
