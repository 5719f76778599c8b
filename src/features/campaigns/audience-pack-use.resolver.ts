import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { AudiencePack } from "../audiences/audience-pack.types";
import { type CampaignService, MAX_USES } from "./campaign.service";
import { Campaign, toCampaign } from "./campaign.types";

@Resolver(() => AudiencePack)
export class AudiencePackUseResolver {
  constructor(private readonly campaigns: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Campaign], {
    description: `The newest ${MAX_USES} campaigns with a placement that is aimed at it, newest first.`,
  })
  async usedBy(@Ctx() context: RequestContext, @Root() { pack }: AudiencePack): Promise<Campaign[]> {
    const campaigns = await this.campaigns.campaignsOfPack(context).load(pack.id);
    return campaigns.map((row) => toCampaign(row, context.clock.now()));
  }
}
