import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import { type BudgetService, MAX_LISTED_PLANS } from "./budget.service";
import { BudgetPlan, toBudgetPlan } from "./budget.types";

@Resolver(() => Campaign)
export class CampaignBudgetsResolver {
  constructor(private readonly budgets: BudgetService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => [BudgetPlan], {
    description: `Its newest ${MAX_LISTED_PLANS} budget plans, newest first; older ones are found by their id.`,
  })
  async budgetPlans(@Ctx() context: RequestContext, @Root() campaign: Campaign): Promise<BudgetPlan[]> {
    return (await this.budgets.plansOfCampaign(context).load(campaign.campaignId)).map(toBudgetPlan);
  }
}
