import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import type { JointService } from "./joint.service";
import { JointVersusSelf, JointVersusSelfArgs, toJointVersusSelf } from "./joint.types";

@Resolver(() => Campaign)
export class CampaignJointResolver {
  constructor(private readonly joints: JointService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => JointVersusSelf, {
    nullable: true,
    description: "This campaign against what the brand bought by itself. Null when its brand is not granted.",
  })
  async jointVersusSelf(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Args(() => JointVersusSelfArgs) { selfBoughtIds, ...settings }: JointVersusSelfArgs,
  ): Promise<JointVersusSelf | null> {
    const comparison = await this.joints.compare(context, campaignId, {
      ...settings,
      selfBoughtIds: selfBoughtIds.map((id, index) => keyOf("Campaign", id, ["selfBoughtIds", String(index)])),
    });
    return comparison && toJointVersusSelf(comparison, context.clock.now());
  }
}
