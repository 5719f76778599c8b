import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { AttributionReport } from "../attribution/attribution-report.types";
import { Campaign } from "../campaigns/campaign.types";
import type { FrequencyService } from "./frequency.service";
import { FrequencyArgs, FrequencyCurve, FrequencyPoint, toFrequencyCurve, toFrequencyPoints } from "./frequency.types";

@Resolver(() => AttributionReport)
export class ReportFrequencyResolver {
  constructor(private readonly frequencies: FrequencyService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [FrequencyPoint], {
    description:
      "How conversion goes with off-site touches, as of the report and never changed: 1 to `cap` touches. The best number stands on its point. Empty for a report that is about no campaign.",
  })
  async frequency(
    @Ctx() context: RequestContext,
    @Root() { report }: AttributionReport,
    @Args(() => FrequencyArgs) settings: FrequencyArgs,
  ): Promise<readonly FrequencyPoint[]> {
    const figures = await this.frequencies.ofReport(context, report, settings);
    return figures ? toFrequencyPoints(figures) : [];
  }
}

@Resolver(() => Campaign)
export class CampaignFrequencyResolver {
  constructor(private readonly frequencies: FrequencyService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => FrequencyCurve, {
    nullable: true,
    description:
      "How conversion goes with off-site touches of the campaign, in its window widened to whole hours, from touchpoints as they are known now. Null when its brand is not granted.",
  })
  async frequencyCurve(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Args(() => FrequencyArgs) settings: FrequencyArgs,
  ): Promise<FrequencyCurve | null> {
    const curve = await this.frequencies.ofCampaign(context, campaignId, settings);
    return curve && toFrequencyCurve(curve);
  }
}
