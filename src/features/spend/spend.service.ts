import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { CampaignService, CampaignWithPlacements } from "../campaigns";
import type { CampaignScopes } from "../effects";
import type { BrandWindows, GrantedWindow } from "../journeys";
import type { LastTouchStore } from "./last-touch.store";
import type { Aim, AimedSpend, SpendRow } from "./spend";
import type { SpendStore } from "./spend.store";
import { type SpendAxis, type SpendLine, spendTable } from "./spend-table";
import { type Outcome, type SpendFacts, spendFacts } from "./spend-value";

export const DEFAULT_LOOKBACK_DAYS = 14;
const MAX_LOOKBACK_DAYS = 365;

/** What a campaign's money brought, by three axes over the same facts. */
export interface SpendValue extends Outcome {
  readonly campaign: CampaignWithPlacements;
  readonly window: GrantedWindow;
  readonly lookbackDays: number;
  readonly cost: bigint;
  readonly placementsWithoutCost: number;
  readonly unattributed: Outcome;
  /** Lines of an axis; each axis sums to the figures above. */
  table(axis: SpendAxis): readonly SpendLine[];
}

export interface SpendServiceParts {
  readonly campaigns: CampaignService;
  readonly scopes: CampaignScopes;
  readonly windows: BrandWindows;
  readonly store: SpendStore;
  readonly lastTouches: LastTouchStore;
}

/** Money of a campaign: where it went, for whom, and what it brought. */
export class SpendService {
  constructor(private readonly parts: SpendServiceParts) {}

  /** Of a campaign that the caller sees. */
  page(context: RequestContext, campaignId: string, page: PageRequest): Promise<Page<SpendRow>> {
    for (const [name, cursor] of Object.entries({ after: page.after, before: page.before })) {
      if (cursor === null || (cursor.length === 2 && /^\d{1,15}$/.test(cursor[0]!) && UUID.test(cursor[1]!))) continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that campaign.spend returned.`);
    }
    return this.parts.store.findPage(context, campaignId, page);
  }

  count(context: RequestContext, campaignId: string): Promise<number> {
    return this.parts.store.count(context, campaignId);
  }

  byAim(context: RequestContext, campaignId: string): Promise<readonly AimedSpend[]> {
    return this.parts.store.findByAim(context, campaignId);
  }

  aims(context: RequestContext): DataLoader<string, Aim> {
    return context.memo(
      this.aims,
      () =>
        new DataLoader<string, Aim>(async (ids) => {
          const found = await this.parts.store.findAims(context, ids);
          return ids.map((id) => found.get(id)!);
        }),
    );
  }

  /** By the last touch of each order; null when the campaign is not visible. */
  async value(context: RequestContext, campaignId: string, lookbackDays: number): Promise<SpendValue | null> {
    if (lookbackDays < 1 || lookbackDays > MAX_LOOKBACK_DAYS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["lookbackDays"],
        `lookbackDays must be 1 to ${MAX_LOOKBACK_DAYS}, but got ${lookbackDays}.`,
      );
    const scope = await this.parts.scopes.find(context, campaignId);
    if (!scope) return null;
    const { campaign, window } = scope;
    const question = { figure: "SPEND_VALUE", campaignId, lookbackDays };
    const [costs, read] = await Promise.all([
      this.parts.campaigns.costByPlacement(context, campaignId),
      this.parts.windows.ask(context, window, question, (asked) =>
        this.parts.lastTouches.read(asked, campaign, lookbackDays),
      ),
    ]);
    const foreign = read.lastTouches.reduce((sum, one) => sum + one.foreign, 0n);
    if (foreign > 0n)
      throw UserProblems.one(
        "MIXED_CURRENCIES",
        ["campaignId"],
        `Orders of the campaign must be in the brand's currency ${campaign.currencyCode}, but ${foreign} have a value in another; convert them when they are sent.`,
      );
    const facts = spendFacts(campaign.placements, costs, read);
    return {
      ...totalOf(facts, campaign, costs),
      ...{ campaign, window, lookbackDays },
      table: (axis) => spendTable(facts.facts, costs, axis, window.threshold),
    };
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function totalOf(
  { facts, unattributed }: SpendFacts,
  { placements }: CampaignWithPlacements,
  costs: ReadonlyMap<string, bigint>,
) {
  const sum = (key: "cost" | "conversions" | "value"): bigint => facts.reduce((total, fact) => total + fact[key], 0n);
  return {
    cost: sum("cost"),
    placementsWithoutCost: placements.filter(({ id }) => !costs.has(id)).length,
    conversions: sum("conversions") + unattributed.conversions,
    value: sum("value") + unattributed.value,
    unattributed,
  };
}
