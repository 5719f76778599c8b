import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import { type ArrivalService, MAX_ARRIVAL_HOURS } from "./arrival.service";
import { ArrivalFunnel, toArrivalFunnel } from "./arrival.types";

@Resolver(() => Campaign)
export class CampaignArrivalResolver {
  constructor(private readonly arrivals: ArrivalService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => ArrivalFunnel, {
    nullable: true,
    description: "Who of those touched off site came on site. Null when its brand is not granted.",
  })
  async arrivalFunnel(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("withinHours", () => Int, {
      defaultValue: 24,
      description: `Hours after a touch within which an act on site is an arrival, 1 to ${MAX_ARRIVAL_HOURS}.`,
    })
    withinHours: number,
  ): Promise<ArrivalFunnel | null> {
    const funnel = await this.arrivals.ofCampaign(context, campaignId, withinHours);
    return funnel && toArrivalFunnel(funnel);
  }
}
