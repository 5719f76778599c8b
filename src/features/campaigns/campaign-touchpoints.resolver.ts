import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import type { RequestContext } from "../../platform/request-context";
import type { TouchpointQueryService } from "../touchpoints";
import {
  Touchpoint,
  TouchpointConnection,
  TouchpointFilter,
  toFilter,
  toTouchpoint,
} from "../touchpoints/touchpoint-query.types";
import type { CampaignService } from "./campaign.service";
import { Campaign } from "./campaign.types";

@Resolver(() => Campaign)
export class CampaignTouchpointsResolver {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly queries: TouchpointQueryService,
  ) {}

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => TouchpointConnection, {
    nullable: true,
    description:
      "Touchpoints of its brand or of no brand that carry its code or an external id of its placements, in a window of at most 92 days, newest first. Null only beside an error.",
  })
  async touchpoints(
    @Ctx() context: RequestContext,
    @Root() { campaignId, brandId, code }: Campaign,
    @Arg("filter", () => TouchpointFilter, { description: "Which ones; the window is required." })
    input: TouchpointFilter,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<ConnectionShape<Touchpoint, bigint | null>> {
    const placements = (await this.campaigns.placementsOfCampaign(context).load(campaignId)).flatMap(
      ({ platform, externalIds }) => externalIds.map((externalId) => ({ platform, externalId })),
    );
    const [scope, filter] = [{ brandId, campaign: { code, placements } }, toFilter(input)];
    const page = await this.queries.page(context, scope, filter, pageRequest(args));
    return toConnection(page, toTouchpoint, () => this.queries.count(context, scope, filter));
  }
}
