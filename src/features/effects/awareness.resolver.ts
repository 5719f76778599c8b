import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import type { AwarenessService } from "./awareness.service";
import { AwarenessLift, toAwarenessLift } from "./awareness.types";

@Resolver(() => Campaign)
export class CampaignAwarenessResolver {
  constructor(private readonly awareness: AwarenessService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AwarenessLift, {
    nullable: true,
    description:
      "Whether the touched turned to the brand more than people like them. Null when its brand is not granted.",
  })
  async awarenessLift(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<AwarenessLift | null> {
    const lift = await this.awareness.ofCampaign(context, campaignId);
    return lift && toAwarenessLift(lift);
  }
}
