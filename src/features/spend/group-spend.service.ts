import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { AssetService, RuleSet } from "../assets";
import type { PackHistory } from "../audiences";
import type { CampaignService, CampaignWithPlacements } from "../campaigns";
import type { FlightService } from "../flights";
import type { ReachMatrixVersion, ReachStrategyService } from "../reach-strategies";
import { type GroupSpendLine, groupSpend } from "./group-spend";
import type { SpendService } from "./spend.service";

/** A campaign's money by group and instrument; its lines add up to the campaign's cost. */
export interface GroupSpend {
  readonly campaign: CampaignWithPlacements;
  readonly matrix: ReachMatrixVersion;
  readonly ruleSet: RuleSet;
  readonly lines: readonly GroupSpendLine[];
}

export interface GroupSpendParts {
  readonly assets: AssetService;
  readonly campaigns: CampaignService;
  readonly flights: FlightService;
  readonly packHistory: PackHistory;
  readonly reachStrategies: ReachStrategyService;
  readonly spends: SpendService;
}

/** Whether money went to each group by the instruments that it answers to (V68). */
export class GroupSpendService {
  constructor(private readonly parts: GroupSpendParts) {}

  /** Against a version of the brand's reach strategies; null: the one in force when the campaign began. */
  async read(context: RequestContext, campaignId: string, strategyVersion: number | null): Promise<GroupSpend | null> {
    const { assets, campaigns } = this.parts;
    const campaign = await campaigns.find(context, campaignId);
    if (!campaign) return null;
    const [matrix, { ruleSet }, costs, planned, rules] = await Promise.all([
      this.matrix(context, campaign, strategyVersion),
      assets.ruleSetInForce(context, campaign.brandId),
      campaigns.costByPlacement(context, campaignId),
      this.planned(context, campaignId),
      this.rules(context, campaign),
    ]);
    const aimed = campaign.placements.map((placement, index) => ({
      placement,
      rule: rules[index]!,
      cost: costs.get(placement.id) ?? null,
      planned: planned.get(placement.id) ?? null,
    }));
    return { campaign, matrix, ruleSet, lines: groupSpend(aimed, matrix, ruleSet.definition.groups) };
  }

  private async matrix(context: RequestContext, { brandId, window }: CampaignWithPlacements, version: number | null) {
    const { reachStrategies } = this.parts;
    if (version === null) return reachStrategies.inForceAt(context, brandId, window.from);
    const found = await reachStrategies.find(context, brandId, version);
    if (found) return found;
    const { version: newest } = (await reachStrategies.find(context, brandId))!;
    throw new RequestError(
      "BAD_USER_INPUT",
      `strategyVersion must be a version of the brand's reach strategies, 0 to ${newest}, but got ${version}.`,
    );
  }

  /** Minor units by placement; absent where no flight plans an amount. */
  private async planned(context: RequestContext, campaignId: string): Promise<ReadonlyMap<string, bigint>> {
    const planned = new Map<string, bigint>();
    for (const { placementId, costMinor } of await this.parts.flights.ofCampaign(context, campaignId))
      if (costMinor !== null) planned.set(placementId, (planned.get(placementId) ?? 0n) + costMinor);
    return planned;
  }

  /** Of the pack of each placement, in the placement's version; null without a pack. */
  private async rules(context: RequestContext, { placements }: CampaignWithPlacements) {
    const { spends, packHistory } = this.parts;
    const aims = await Promise.all(placements.map(({ id }) => spends.aims(context).load(id)));
    const packs = aims.flatMap(({ audiencePackId: id, audiencePackVersion: version }) =>
      id === null ? [] : [{ id, version: version! }],
    );
    const rules = (await packHistory.rules(context, packs)).values();
    return aims.map(({ audiencePackId }) => (audiencePackId === null ? null : rules.next().value!));
  }
}
