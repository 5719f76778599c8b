import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import { attainmentOf } from "./campaign-target";
import type { CampaignTargetService } from "./campaign-target.service";
import {
  CampaignTarget,
  CampaignTargetInput,
  CampaignTargets,
  GoalProgress,
  SetCampaignTargetsPayload,
  toCampaignTargets,
} from "./campaign-target.types";

@Resolver(() => Campaign)
export class CampaignTargetsResolver {
  constructor(private readonly service: CampaignTargetService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => SetCampaignTargetsPayload, {
    description: "Sets what a campaign and its steps are to come to, whole.",
  })
  setCampaignTargets(
    @Ctx() context: RequestContext,
    @Arg("campaignId", () => ID, { description: "The campaign." }) campaignId: string,
    @Arg("targets", () => [CampaignTargetInput], { description: "At most 50; none: []." })
    targets: CampaignTargetInput[],
    @Arg("expectedVersion", () => Int, { description: `${EXPECTED_VERSION.description} 0 when there are none yet.` })
    expectedVersion: number,
  ): Promise<SetCampaignTargetsPayload> {
    return payload(async () => {
      const rows = targets.map(({ step = null, sourceId, ...target }, index) => ({
        ...target,
        step,
        sourceId:
          sourceId == null ? null : integerKeyOf("TouchpointSource", sourceId, ["targets", String(index), "sourceId"]),
      }));
      const key = keyOf("Campaign", campaignId, ["campaignId"]);
      return { campaignTargets: toCampaignTargets(await this.service.set(context, key, rows, expectedVersion)) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => CampaignTargets, {
    nullable: true,
    description: "What the campaign and its steps are to come to; null: nothing was set.",
  })
  async targets(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<CampaignTargets | null> {
    const row = await this.service.targets(context).load(campaignId);
    return row && toCampaignTargets(row);
  }
}

@Resolver(() => CampaignTarget)
export class CampaignTargetResolver {
  constructor(private readonly service: CampaignTargetService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => GoalProgress, {
    nullable: true,
    description: "How far it is by now; a review keeps how far it was. Null only with an error beside it.",
  })
  async progress(
    @Ctx() context: RequestContext,
    @Root() { row, campaignId }: CampaignTarget,
  ): Promise<GoalProgress | null> {
    const { value, state } = await this.service.progress(context, campaignId, row);
    return Object.assign(new GoalProgress(), {
      actual: value,
      state,
      attainment: attainmentOf(row.metric, row.target, value),
      asOf: context.clock.now(),
    });
  }
}
