import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import type { CampaignFlowService } from "./flow-comparison.service";
import { CampaignFlowComparison, toFlowComparison } from "./flow-comparison.types";
import { StageReach, toStageReach } from "./stage-reach.types";

/** How the brand's people moved while a campaign ran. */
@Resolver(() => Campaign)
export class CampaignFlowsResolver {
  constructor(private readonly flows: CampaignFlowService) {}

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
}
