import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { widenToHours } from "../../platform/whole-hours";
import type { CampaignService, CampaignWithPlacements, PlacementSpend } from "../campaigns";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { asLines, type CampaignScopes } from "./campaign-scope";
import { compareArms, type JointFigures, type OverlapTreatment } from "./joint";
import type { JointStore } from "./joint.store";

export const MAX_SELF_BOUGHT = 20;
export const MAX_LOOKBACK_DAYS = 365;

export interface JointSettings {
  readonly selfBoughtIds: readonly string[];
  readonly overlap: OverlapTreatment;
  readonly lookbackDays: number;
}

export interface JointVersusSelf extends JointFigures {
  readonly campaign: CampaignWithPlacements;
  readonly selfBought: readonly CampaignWithPlacements[];
  readonly window: GrantedWindow;
  readonly overlap: OverlapTreatment;
  readonly lookbackDays: number;
}

export interface JointServiceParts {
  readonly campaigns: CampaignService;
  readonly scopes: CampaignScopes;
  readonly windows: BrandWindows;
  readonly store: JointStore;
}

/** A campaign with the platform against what the brand bought by itself at the same time (V45, V73). */
export class JointService {
  constructor(private readonly parts: JointServiceParts) {}

  /** Null when the campaign is not visible. */
  async compare(context: RequestContext, campaignId: string, settings: JointSettings): Promise<JointVersusSelf | null> {
    const { campaigns, scopes, windows, store } = this.parts;
    const { overlap, lookbackDays } = settings;
    if (lookbackDays < 1 || lookbackDays > MAX_LOOKBACK_DAYS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["lookbackDays"],
        `lookbackDays must be 1 to ${MAX_LOOKBACK_DAYS}, but got ${lookbackDays}.`,
      );
    const scope = await scopes.find(context, campaignId);
    if (!scope) return null;
    const joint = scope.campaign;
    const selfBought = await this.selfBought(context, joint, settings.selfBoughtIds);
    const { zone } = scope.window;
    const window = asLines(
      await windows.grant(context, joint.brandId, widenToHours(commonWindow([joint, ...selfBought]), zone)),
    );
    const ids = selfBought.map(({ id }) => id);
    const question = { figure: "JOINT_VERSUS_SELF", campaignId, selfBought: ids, overlap, lookbackDays };
    const [counts, spend, costs] = await Promise.all([
      windows.ask(context, window, question, (read) => store.count(read, { joint, selfBought, lookbackDays })),
      campaigns.spendOfBrand(context, joint.brandId, window),
      Promise.all([joint, ...selfBought].map(({ id }) => campaigns.costByPlacement(context, id))),
    ]);
    if (counts.some(({ foreign }) => foreign > 0n))
      throw UserProblems.one(
        "MIXED_CURRENCIES",
        ["campaignId"],
        `Orders must be in the brand's currency ${joint.currencyCode}, but some have a value in another; convert them when they are sent.`,
      );
    const known = new Set(costs.flatMap((cost) => [...cost.keys()]));
    const figures = compareArms(
      counts,
      overlap,
      { joint: costOf([joint], spend, known), self: costOf(selfBought, spend, known) },
      window,
    );
    return { campaign: joint, selfBought, window, overlap, lookbackDays, ...figures };
  }

  private async selfBought(
    context: RequestContext,
    joint: CampaignWithPlacements,
    ids: readonly string[],
  ): Promise<readonly CampaignWithPlacements[]> {
    const different = [...new Set(ids)];
    if (different.length === 0 || different.length > MAX_SELF_BOUGHT)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["selfBoughtIds"],
        `selfBoughtIds must name 1 to ${MAX_SELF_BOUGHT} campaigns, but got ${different.length}.`,
      );
    const found = await Promise.all(
      different.map((id) => this.parts.campaigns.require(context, id, ["selfBoughtIds"])),
    );
    if (found.some(({ id, brandId }) => id === joint.id || brandId !== joint.brandId))
      throw UserProblems.one(
        "INVALID_INPUT",
        ["selfBoughtIds"],
        "selfBoughtIds must name other campaigns of the same brand, as one brand's orders are compared.",
      );
    return found;
  }
}

function commonWindow(campaigns: readonly CampaignWithPlacements[]): { from: Date; to: Date } {
  const from = new Date(Math.max(...campaigns.map(({ window }) => window.from.getTime())));
  const to = new Date(Math.min(...campaigns.map(({ window }) => window.to.getTime())));
  if (from < to) return { from, to };
  throw UserProblems.one(
    "NO_COMMON_WINDOW",
    ["selfBoughtIds"],
    "The campaigns must run at one time, but they have no instant in common; name campaigns of the same weeks.",
  );
}

/** Null while a placement of theirs has never reported a cost. */
function costOf(
  campaigns: readonly CampaignWithPlacements[],
  spend: readonly PlacementSpend[],
  known: ReadonlySet<string>,
): bigint | null {
  const placements = new Set(campaigns.flatMap((campaign) => campaign.placements.map(({ id }) => id)));
  if ([...placements].some((id) => !known.has(id))) return null;
  return spend
    .filter(({ placement }) => placements.has(placement.id))
    .reduce((sum, { costMinor }) => sum + costMinor, 0n);
}
