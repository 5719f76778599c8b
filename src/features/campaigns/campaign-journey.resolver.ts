import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { WHOLE_HOURS, widenToHours } from "../../platform/whole-hours";
import type { BrandService } from "../brands";
import type { JourneyService } from "../journeys";
import { Journey, toJourney } from "../journeys/journey.types";
import type { CampaignService } from "./campaign.service";
import { Campaign } from "./campaign.types";
import { exposuresOf } from "./campaign-exposures";

@Resolver(() => Campaign)
export class CampaignJourneyResolver {
  constructor(
    private readonly brands: BrandService,
    private readonly campaigns: CampaignService,
    private readonly journeys: JourneyService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Journey, {
    nullable: true,
    description:
      "The chain that exposures of the campaign began: those that name its code or a placement's external id. Later hops are the brand's, on every platform. Null when its brand is not granted.",
  })
  async journey(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("from", () => DateTimeScalar, {
      nullable: true,
      description: `Absent: the start of the campaign's window, or the whole hour before. ${WHOLE_HOURS}`,
    })
    from?: Date,
    @Arg("to", () => DateTimeScalar, {
      nullable: true,
      description: `Absent: the end of the campaign's window, or the whole hour after. ${WHOLE_HOURS}`,
    })
    to?: Date,
  ): Promise<Journey | null> {
    const campaign = await this.campaigns.find(context, campaignId);
    const brand = campaign && (await this.brands.findGranted(context, campaign.brandId));
    if (!brand) return null;
    const entry = { campaign: exposuresOf(campaign) };
    const own = widenToHours(campaign.window, brand.zone);
    const window = { from: from ?? own.from, to: to ?? own.to };
    return toJourney(await this.journeys.journey(context, campaign.brandId, window, entry), entry);
  }
}
