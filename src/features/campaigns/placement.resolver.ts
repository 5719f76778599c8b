import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import type { CampaignService } from "./campaign.service";
import { Campaign, toCampaign } from "./campaign.types";
import type { DeliveryService } from "./delivery.service";
import { DeliveryTotals, withCost } from "./delivery.types";
import { Placement } from "./placement.types";

@Resolver(() => Placement)
export class PlacementResolver {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly deliveries: DeliveryService,
    private readonly audiences: AudienceService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { description: "The campaign that it belongs to." })
  async campaign(@Ctx() context: RequestContext, @Root() placement: Placement): Promise<Campaign> {
    return toCampaign((await this.campaigns.campaigns(context).load(placement.campaignId))!, context.clock.now());
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The pack it is aimed at; null: at no pack." })
  async audiencePack(@Ctx() context: RequestContext, @Root() placement: Placement): Promise<AudiencePack | null> {
    const { audiencePackId } = placement;
    const pack = audiencePackId === null ? null : await this.audiences.findPack(context, audiencePackId);
    return pack && toAudiencePack(pack);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => DeliveryTotals, {
    nullable: true,
    description: "What media reported of it so far; null when nothing was reported yet.",
  })
  async delivery(@Ctx() context: RequestContext, @Root() placement: Placement): Promise<DeliveryTotals | null> {
    const totals = await this.deliveries.totals(context).load(placement.placementId);
    return totals && withCost(totals, totals.currencyCode);
  }
}
