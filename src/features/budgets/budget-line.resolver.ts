import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { CampaignService } from "../campaigns";
import { Placement, toPlacement } from "../campaigns/placement.types";
import { BudgetLine } from "./budget.types";
import { BudgetLineComparison } from "./plan-comparison.types";

@Resolver(() => BudgetLineComparison)
export class BudgetLineComparisonResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { description: "The placement." })
  async placement(@Ctx() context: RequestContext, @Root() line: BudgetLineComparison): Promise<Placement> {
    return toPlacement((await this.campaigns.placements(context).load(line.placementId))!);
  }
}

@Resolver(() => BudgetLine)
export class BudgetLineResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { description: "Where the amount goes." })
  async placement(@Ctx() context: RequestContext, @Root() line: BudgetLine): Promise<Placement> {
    return toPlacement((await this.campaigns.placements(context).load(line.placementId))!);
  }
}
