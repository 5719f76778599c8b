import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import type { UserProblem } from "../../platform/user-error";
import { BudgetTree } from "../budget-trees/budget-tree.types";
import { ControlChange } from "../budget-trees/control-log.types";
import { YearPlan, YearPlanUserError } from "./year-plan.types";

@Access("EDIT_BUDGETS")
@ObjectType({ description: "Answer of adoptYearPlan." })
export class AdoptYearPlanPayload {
  @Field(() => YearPlan, { nullable: true, description: "The plan that was adopted; null when refused." })
  yearPlan?: YearPlan | null;

  @Field(() => BudgetTree, { nullable: true, description: "The tree as it is now; null when refused." })
  budgetTree?: BudgetTree | null;

  @Field(() => ControlChange, {
    nullable: true,
    description: "The line in the control log, by which undoControlChange takes it back; null when refused.",
  })
  controlChange?: ControlChange | null;

  @Field(() => [YearPlanUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
