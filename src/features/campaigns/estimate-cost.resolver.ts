import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { AudiencePackEstimate } from "../audiences/estimate.types";
import { type EstimateCost, MAX_PRICE_DAYS } from "./estimate-cost";
import { ReachCost, toReachCost } from "./estimate-cost.types";

@Resolver(() => AudiencePackEstimate)
export class EstimateCostResolver {
  constructor(private readonly cost: EstimateCost) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => ReachCost, {
    nullable: true,
    description:
      "What it costs to reach them at the prices of the brand's own placements. A window of prices is one more question of the day's budget, for all estimates together; null only with an error.",
  })
  async costToReach(
    @Ctx() context: RequestContext,
    @Root() { audience }: AudiencePackEstimate,
    @Arg("days", () => Int, { defaultValue: 30, description: `Days of the window of prices, 1 to ${MAX_PRICE_DAYS}.` })
    days: number,
  ): Promise<ReachCost> {
    return toReachCost(await this.cost.find(context, audience, days));
  }
}
