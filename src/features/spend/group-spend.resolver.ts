import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import type { GroupSpendService } from "./group-spend.service";
import { GroupSpend, toGroupSpend } from "./group-spend.types";

@Resolver(() => Campaign)
export class CampaignGroupSpendResolver {
  constructor(private readonly spends: GroupSpendService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => GroupSpend, {
    nullable: true,
    description:
      "Its spend by group of cells and instrument, beside what the brand's reach strategies choose. Null when it is not visible.",
  })
  async spendByGroup(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("strategyVersion", () => Int, {
      nullable: true,
      description: "Version of the reach strategies; absent: the one in force when the campaign began.",
    })
    strategyVersion?: number | null,
  ): Promise<GroupSpend | null> {
    const spend = await this.spends.read(context, campaignId, strategyVersion ?? null);
    return spend && toGroupSpend(spend);
  }
}
