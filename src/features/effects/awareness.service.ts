import type { RequestContext } from "../../platform/request-context";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { type AwarenessFigures, tellAwareness } from "./awareness";
import type { AwarenessStore } from "./awareness.store";
import type { CampaignScopes } from "./campaign-scope";

export interface AwarenessLift extends AwarenessFigures {
  readonly window: GrantedWindow;
}

/** Whether the exposed turned to the brand more than people like them (G62). */
export class AwarenessService {
  constructor(
    private readonly scopes: CampaignScopes,
    private readonly windows: BrandWindows,
    private readonly store: AwarenessStore,
  ) {}

  /** Null when the campaign is not visible. */
  async ofCampaign(context: RequestContext, campaignId: string): Promise<AwarenessLift | null> {
    const scope = await this.scopes.find(context, campaignId);
    if (!scope) return null;
    const { campaign, window } = scope;
    const rows = await this.windows.ask(context, window, { figure: "AWARENESS_LIFT", campaignId }, (read) =>
      this.store.count(read, campaign),
    );
    return { window, ...tellAwareness(rows, window) };
  }
}
