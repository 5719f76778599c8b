import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, connectionType, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "./campaign.service";
import { Campaign, toCampaign } from "./campaign.types";

const CampaignConnection = connectionType(Campaign, "Campaign", "READ_CAMPAIGNS");

@Resolver(() => Brand)
export class BrandCampaignsResolver {
  constructor(private readonly service: CampaignService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => CampaignConnection, { description: "The organisation's campaigns of the brand, newest first." })
  async campaigns(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<Campaign>> {
    return toConnection(
      await this.service.page(context, brandId, pageRequest(page)),
      (row) => toCampaign(row, context.clock.now()),
      () => this.service.count(context, brandId),
    );
  }
}
