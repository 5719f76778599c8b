import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import type { AssetRetentionService } from "./asset-retention.service";
import { AssetRetention, AssetRetentionArgs, toAssetRetention } from "./asset-retention.types";
import type { CampaignFlowService } from "./flow-comparison.service";
import { CampaignFlowComparison, toFlowComparison } from "./flow-comparison.types";
import { StageReach, toStageReach } from "./stage-reach.types";
import type { UpsellService } from "./upsell.service";
import { toUpsell, Upsell } from "./upsell.types";

/** How the brand's people moved while a campaign ran. */
@Resolver(() => Campaign)
export class CampaignFlowsResolver {
  constructor(
    private readonly flows: CampaignFlowService,
    private readonly retention: AssetRetentionService,
    private readonly upsells: UpsellService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => StageReach, {
    nullable: true,
    description:
      "How far all people of the brand got in the campaign's window, widened to whole hours. Null when its brand is not granted.",
  })
  async stageReach(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<StageReach | null> {
    const reach = await this.flows.stageReach(context, campaignId);
    return reach && toStageReach(reach);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => CampaignFlowComparison, {
    nullable: true,
    description: "Its flows against those of another campaign of the brand. Null when the brand is not granted.",
  })
  async flowComparison(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("baseId", () => ID, { description: "The campaign to compare with, e.g. the one before (超品)." }) base: string,
    @Arg("perDay", () => Boolean, {
      defaultValue: false,
      description: "True: compare shares per day, so that the longer window has no advantage.",
    })
    perDay: boolean,
  ): Promise<CampaignFlowComparison | null> {
    const comparison = await this.flows.compare(context, campaignId, {
      baseId: keyOf("Campaign", base, ["baseId"]),
      perDay,
    });
    return comparison && toFlowComparison(comparison, perDay, context.clock.now());
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetRetention, {
    nullable: true,
    description:
      "How many of the people whom the campaign's window, widened to whole hours, brought to a stage stay there (长期资产). Null when its brand is not granted.",
  })
  async assetRetention(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Args(() => AssetRetentionArgs) question: AssetRetentionArgs,
  ): Promise<AssetRetention | null> {
    const retention = await this.retention.ofCampaign(context, campaignId, question);
    return retention && toAssetRetention(retention);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => Upsell, {
    nullable: true,
    description:
      "How the interested came to buy and buyers to buy again in the campaign's window, widened to whole hours. Null when its brand is not granted.",
  })
  async upsell(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<Upsell | null> {
    const upsell = await this.upsells.ofCampaign(context, campaignId);
    return upsell && toUpsell(upsell);
  }
}
