import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import type { CampaignService } from "../campaigns";
import { Campaign } from "../campaigns/campaign.types";
import { Placement, toPlacement } from "../campaigns/placement.types";
import { DEFAULT_LOOKBACK_DAYS, type SpendService } from "./spend.service";
import {
  AimedSpend,
  PlacementAim,
  type SpendAim,
  SpendAxisEnum,
  SpendLine,
  SpendRow,
  SpendRowConnection,
  SpendValue,
  toAimedSpend,
  toPlacementAim,
  toSpendLine,
  toSpendRow,
  toSpendValue,
} from "./spend.types";
import type { SpendAxis } from "./spend-table";

const PACK = { nullable: true, description: "The pack; null without one." };

async function packOf(
  packs: AudienceService,
  context: RequestContext,
  { audiencePackId }: SpendAim,
): Promise<AudiencePack | null> {
  const pack = audiencePackId === null ? null : await packs.findPack(context, audiencePackId);
  return pack && toAudiencePack(pack);
}

@Resolver(() => Campaign)
export class CampaignSpendResolver {
  constructor(private readonly spends: SpendService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => SpendRowConnection, {
    description:
      "What media reported to cost, by hour or day and placement, the earliest first. Each row names a pack or a reason.",
  })
  async spend(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<SpendRow>> {
    return toConnection(await this.spends.page(context, campaignId, pageRequest(page)), toSpendRow, () =>
      this.spends.count(context, campaignId),
    );
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [AimedSpend], {
    description: "The same added up by whom it was meant for, the most expensive first; at most as many as placements.",
  })
  async spendByAim(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<readonly AimedSpend[]> {
    return (await this.spends.byAim(context, campaignId)).map(toAimedSpend);
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => SpendValue, {
    nullable: true,
    description: "What the money brought by fee, creative and traffic. Null when its brand is not granted.",
  })
  async spendValue(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("lookbackDays", () => Int, {
      defaultValue: DEFAULT_LOOKBACK_DAYS,
      description: "Days of 24 hours before an order within which its last touch lies, 1 to 365.",
    })
    lookbackDays: number,
  ): Promise<SpendValue | null> {
    const value = await this.spends.value(context, campaignId, lookbackDays);
    return value && toSpendValue(value);
  }
}

@Resolver(() => SpendValue)
export class SpendValueResolver {
  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [SpendLine], { description: "All lines of one axis, the highest value per cost first." })
  lines(
    @Root() { figures }: SpendValue,
    @Arg("axis", () => SpendAxisEnum, { description: "By what." }) axis: SpendAxis,
  ): readonly SpendLine[] {
    return figures.table(axis).map((line) => toSpendLine(line, figures.campaign.currencyCode));
  }
}

@Resolver(() => SpendRow)
export class SpendRowResolver {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly packs: AudienceService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { description: "The placement." })
  async placement(@Ctx() context: RequestContext, @Root() { placementId }: SpendRow): Promise<Placement> {
    return toPlacement((await this.campaigns.placements(context).load(placementId))!);
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, PACK)
  audiencePack(@Ctx() context: RequestContext, @Root() row: SpendRow): Promise<AudiencePack | null> {
    return packOf(this.packs, context, row);
  }
}

@Resolver(() => AimedSpend)
export class AimedSpendResolver {
  constructor(private readonly packs: AudienceService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, PACK)
  audiencePack(@Ctx() context: RequestContext, @Root() spend: AimedSpend): Promise<AudiencePack | null> {
    return packOf(this.packs, context, spend);
  }
}

@Resolver(() => Placement)
export class PlacementAimResolver {
  constructor(private readonly spends: SpendService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => PlacementAim, {
    description: "Whom it is aimed at: the version of its pack, or the reason for none.",
  })
  async aim(@Ctx() context: RequestContext, @Root() { placementId }: Placement): Promise<PlacementAim> {
    return toPlacementAim(await this.spends.aims(context).load(placementId));
  }
}
