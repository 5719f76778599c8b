import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { Campaign } from "../campaigns/campaign.types";
import { WindowArgs } from "../journeys/window.types";
import { type LineTypeService, MAX_LINE_DAYS } from "./line-type.service";
import { LineTypeReport, toLineTypeReport } from "./line-type.types";

@Resolver(() => Campaign)
export class CampaignLineTypeResolver {
  constructor(private readonly lines: LineTypeService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => LineTypeReport, {
    nullable: true,
    description:
      "Brand advertising beside seeding by content. Null before the campaign begins, and when its brand is not granted.",
  })
  async lineTypes(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<LineTypeReport | null> {
    const report = await this.lines.ofCampaign(context, campaignId);
    return report && toLineTypeReport(report);
  }
}

@Resolver(() => Brand)
export class BrandLineTypeResolver {
  constructor(private readonly lines: LineTypeService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => LineTypeReport, {
    nullable: true,
    description: `The same over all campaigns that run in a window of ${MAX_LINE_DAYS} days at most; cost is that of hours and days inside it. Null only when it could not be read.`,
  })
  async lineTypes(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) { from, to }: WindowArgs,
  ): Promise<LineTypeReport> {
    return toLineTypeReport(await this.lines.ofBrand(context, brandId, { from, to }));
  }
}
