import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { AudiencePackLineage } from "../audiences/pack-history.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { nextEngagementAt } from "./engage-plan";
import type { EngagePlanService } from "./engage-plan.service";
import { EngageLine, EngageLineInput, EngagePlan, SetEngagePlanPayload, toEngagePlan } from "./engage-plan.types";

@Resolver(() => Campaign)
export class EngagePlanResolver {
  constructor(private readonly plans: EngagePlanService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => SetEngagePlanPayload, { description: "Sets what is done with packs after a campaign, whole." })
  setEngagePlan(
    @Ctx() context: RequestContext,
    @Arg("campaignId", () => ID, { description: "The campaign that the packs come from." }) campaignId: string,
    @Arg("lines", () => [EngageLineInput], { description: "At most 50; none: []." }) lines: EngageLineInput[],
    @Arg("expectedVersion", () => Int, { description: `${EXPECTED_VERSION.description} 0 when there is none yet.` })
    expectedVersion: number,
  ): Promise<SetEngagePlanPayload> {
    return payload(async () => {
      const rows = lines.map(({ audiencePackId, note = null, ...line }, index) => ({
        ...line,
        note,
        packId: keyOf("AudiencePack", audiencePackId, ["lines", String(index), "audiencePackId"]),
      }));
      const key = keyOf("Campaign", campaignId, ["campaignId"]);
      return { engagePlan: toEngagePlan(await this.plans.set(context, key, rows, expectedVersion)) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => EngagePlan, {
    nullable: true,
    description: "What is done with its packs afterwards; null: nothing was planned.",
  })
  async engagePlan(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<EngagePlan | null> {
    const plan = await this.plans.plans(context).load(campaignId);
    return plan && toEngagePlan(plan);
  }
}

@Resolver(() => EngageLine)
export class EngageLineResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, { description: "With whom." })
  async audiencePack(@Ctx() context: RequestContext, @Root() { line }: EngageLine): Promise<AudiencePack> {
    return toAudiencePack((await this.packs.findPack(context, line.packId))!);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "The next time from now on; null: by then the pack is expired or archived.",
  })
  async nextAt(@Ctx() context: RequestContext, @Root() { line }: EngageLine): Promise<Date | null> {
    return nextEngagementAt(line, (await this.packs.findPack(context, line.packId))!, context.clock.now());
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: "When the pack stops being usable; null: never.",
  })
  async expiresAt(@Ctx() context: RequestContext, @Root() { line }: EngageLine): Promise<Date | null> {
    return (await this.packs.findPack(context, line.packId))!.expiresAt;
  }
}

@Resolver(() => AudiencePackLineage)
export class LineageCampaignResolver {
  constructor(
    private readonly plans: EngagePlanService,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, {
    nullable: true,
    description: "The campaign whose engage plan has the pack; null: none.",
  })
  async campaign(@Ctx() context: RequestContext, @Root() { pack }: AudiencePackLineage): Promise<Campaign | null> {
    const campaignId = await this.plans.campaignsOfPacks(context).load(pack.id);
    const campaign = campaignId === null ? null : await this.campaigns.campaigns(context).load(campaignId);
    return campaign && toCampaign(campaign, context.clock.now());
  }
}
