import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { toMajor } from "../../platform/money";
import { MAX_LINES } from "./allocation-request";
import { BudgetPlan, toBudgetPlan } from "./budget.types";
import type { BudgetPlan as PlanRow } from "./budget-plan";
import { comparePlans } from "./compare-plans";

@Access("READ_BUDGETS")
@ObjectType({ description: "One placement in two scenarios." })
export class BudgetLineComparison {
  /** Key of the placement; not a field of the schema. */
  placementId!: string;

  @Field(() => Money, { nullable: true, description: "Of this plan; null: it has no line of the placement." })
  amount!: Money | null;

  @Field(() => Money, { nullable: true, description: "Of the other plan; null: it has no line of the placement." })
  otherAmount!: Money | null;

  @Field(() => Money, { description: "amount - otherAmount, an absent one as 0." })
  change!: Money;

  @Field(() => Float, {
    nullable: true,
    description: "What more is expected than in the other plan; null: the two make different things greatest.",
  })
  expectedChange!: number | null;
}

@Access("READ_BUDGETS")
@ObjectType({ description: "What a scenario does otherwise than another one of its campaign." })
export class BudgetPlanComparison {
  @Field(() => BudgetPlan, { description: "The other one." })
  other!: BudgetPlan;

  @Field(() => Money, { description: "This plan's total less the other's." })
  totalChange!: Money;

  @Field(() => Float, {
    nullable: true,
    description: "What more is expected of all lines; null: the two make different things greatest.",
  })
  expectedChange!: number | null;

  @Field(() => [BudgetLineComparison], {
    description: `Every placement of either, in the order of this plan, then of the other; at most ${2 * MAX_LINES}.`,
  })
  lines!: readonly BudgetLineComparison[];
}

export function toPlanComparison(plan: PlanRow, other: PlanRow): BudgetPlanComparison {
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode: plan.currencyCode });
  const { totalChange, expectedChange, lines } = comparePlans(plan, other);
  return Object.assign(new BudgetPlanComparison(), {
    ...{ other: toBudgetPlan(other), totalChange: money(totalChange), expectedChange },
    lines: lines.map(({ placementId, amount, otherAmount, ...line }) =>
      Object.assign(new BudgetLineComparison(), {
        placementId,
        amount: amount === null ? null : money(amount),
        otherAmount: otherAmount === null ? null : money(otherAmount),
        change: money(line.change),
        expectedChange: line.expectedChange,
      }),
    ),
  });
}
