import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { CampaignWithPlacements } from "../campaigns";
import { compareFlow, type FlowChange } from "./compare-flows";
import { type FlowCampaign, type FlowCampaigns, flowWindowOf } from "./flow-campaigns";
import type { StageReach, StageReachService } from "./stage-reach.service";

export interface FlowComparison {
  readonly base: CampaignWithPlacements;
  readonly now: StageReach;
  readonly before: StageReach;
  readonly flows: readonly FlowChange[];
}

/** Flows of campaigns: of all people of the brand while the campaign runs, whether its media met them or not. */
export class CampaignFlowService {
  constructor(
    private readonly reach: StageReachService,
    private readonly campaigns: FlowCampaigns,
  ) {}

  /** Null when the campaign's brand is not granted. */
  async stageReach(context: RequestContext, campaignId: string): Promise<StageReach | null> {
    const found = await this.campaigns.find(context, campaignId);
    return found && this.inWindow(context, found, []);
  }

  /** Null likewise. */
  async compare(
    context: RequestContext,
    campaignId: string,
    { baseId, perDay }: { readonly baseId: string; readonly perDay: boolean },
  ): Promise<FlowComparison | null> {
    const found = await this.campaigns.find(context, campaignId);
    if (!found) return null;
    const base = await this.campaigns.require(context, baseId, ["baseId"]);
    if (base.id === campaignId || base.brandId !== found.brand.id)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["baseId"],
        base.id === campaignId
          ? "baseId must name another campaign than the one that is compared, but got the same; pass an earlier one."
          : `baseId must name a campaign of the same brand, but ${base.code} is of another; list them with brand { campaigns }.`,
      );
    const [now, before] = await Promise.all([
      this.inWindow(context, found, []),
      this.inWindow(context, { campaign: base, brand: found.brand }, ["baseId"]),
    ]);
    const daysRatio = perDay ? before.window.days / now.window.days : 1;
    const flows = now.flows.map((flow, index) => compareFlow(flow, before.flows[index]!, daysRatio));
    return { base, now, before, flows };
  }

  private inWindow(context: RequestContext, found: FlowCampaign, path: readonly string[]): Promise<StageReach> {
    return this.reach.ofWindow(context, found.brand.id, flowWindowOf(found), path);
  }
}
