import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { type ArrivalFunnel, tellArrivals } from "./arrival";
import type { ArrivalStore } from "./arrival.store";
import type { CampaignScopes } from "./campaign-scope";

/** A month: later visits owe little to the touch. */
export const MAX_ARRIVAL_HOURS = 720;

export interface CampaignArrivals extends ArrivalFunnel {
  readonly window: GrantedWindow;
  readonly withinHours: number;
}

/** Who of those touched off site came on site (V36), and who of them turned to the brand there (V33). */
export class ArrivalService {
  constructor(
    private readonly scopes: CampaignScopes,
    private readonly windows: BrandWindows,
    private readonly store: ArrivalStore,
  ) {}

  /** Null when the campaign is not visible. */
  async ofCampaign(context: RequestContext, campaignId: string, withinHours: number): Promise<CampaignArrivals | null> {
    if (withinHours < 1 || withinHours > MAX_ARRIVAL_HOURS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["withinHours"],
        `withinHours must be 1 to ${MAX_ARRIVAL_HOURS}, but got ${withinHours}.`,
      );
    const scope = await this.scopes.find(context, campaignId);
    if (!scope) return null;
    const { campaign, window } = scope;
    const counts = await this.windows.ask(context, window, { figure: "ARRIVALS", campaignId, withinHours }, (read) =>
      this.store.count(read, campaign, withinHours),
    );
    return { window, withinHours, ...tellArrivals(counts, withinHours, window) };
  }
}
