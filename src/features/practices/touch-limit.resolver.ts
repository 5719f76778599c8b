import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { TouchLimit } from "./touch-limit.types";

@Resolver(() => TouchLimit)
export class TouchLimitResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, {
    nullable: true,
    description: "Whose Campaign.frequencyCurve the number follows from; null when it was given.",
  })
  async campaign(@Ctx() context: RequestContext, @Root() { campaignId }: TouchLimit): Promise<Campaign | null> {
    const campaign = campaignId === null ? null : await this.campaigns.find(context, campaignId);
    return campaign && toCampaign(campaign, context.clock.now());
  }
}
