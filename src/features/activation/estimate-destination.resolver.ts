import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { AudiencePackEstimate } from "../audiences/estimate.types";
import { EstimateDestination, toEstimateDestination } from "./estimate-destination.types";
import type { EstimateDestinations } from "./estimate-destinations";

@Resolver(() => AudiencePackEstimate)
export class EstimateDestinationResolver {
  constructor(private readonly verdicts: EstimateDestinations) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => [EstimateDestination], {
    description:
      "The organisation's connectors by name, without suspended ones. One more question of the day's budget.",
  })
  async destinations(
    @Ctx() context: RequestContext,
    @Root() { audience }: AudiencePackEstimate,
  ): Promise<EstimateDestination[]> {
    return (await this.verdicts.find(context, audience)).map(toEstimateDestination);
  }
}
