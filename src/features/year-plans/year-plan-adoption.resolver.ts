import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BudgetTreeService, ControlLogService } from "../budget-trees";
import { REASON, toBudgetTree } from "../budget-trees/budget-tree.types";
import { ControlChange, toControlChange } from "../budget-trees/control-log.types";
import type { YearPlanService } from "./year-plan.service";
import { toYearPlan, YearPlan } from "./year-plan.types";
import type { YearPlanAdoption } from "./year-plan-adoption";
import { AdoptYearPlanPayload } from "./year-plan-adoption.types";

export interface YearPlanAdoptionServices {
  readonly plans: YearPlanService;
  readonly adoption: YearPlanAdoption;
  readonly trees: BudgetTreeService;
  readonly log: ControlLogService;
}

@Resolver()
export class YearPlanAdoptionResolver {
  constructor(private readonly its: YearPlanAdoptionServices) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => AdoptYearPlanPayload, {
    description:
      "Brings an approved plan into the brand's budget tree of its year: its months become places with their channels as parts, in place of the months that are there. All or none, and refused where a place would be overspent. Campaigns take their money from there with moveBudget.",
  })
  adoptYearPlan(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The plan." }) id: string,
    @Arg("reason", () => String, REASON) reason: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("campaignId", () => ID, {
      nullable: true,
      description: "A campaign of the tree whose months they become; absent: those of the brand.",
    })
    campaign?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<AdoptYearPlanPayload> {
    return payload(async () => {
      const yearPlanId = keyOf("YearPlan", id, ["id"]);
      const campaignId = campaign == null ? null : keyOf("Campaign", campaign, ["campaignId"]);
      const { plans, adoption, trees, log } = this.its;
      const changeId = await adoption.adopt(context, { yearPlanId, campaignId, reason, expectedVersion }, key);
      const change = (await log.changes(context).load(changeId))!;
      return {
        yearPlan: toYearPlan(await plans.require(context, yearPlanId)),
        budgetTree: toBudgetTree(await trees.reread(context, change.treeId!)),
        controlChange: toControlChange(change, context.clock.now()),
      };
    });
  }
}

@Resolver(() => ControlChange)
export class ControlChangeYearPlanResolver {
  constructor(private readonly plans: YearPlanService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => YearPlan, {
    nullable: true,
    description: "The year plan that was adopted; null of other kinds.",
  })
  async yearPlan(@Ctx() context: RequestContext, @Root() { row }: ControlChange): Promise<YearPlan | null> {
    const plan = row.yearPlanId === null ? null : await this.plans.plans(context).load(row.yearPlanId);
    return plan && toYearPlan(plan);
  }
}
