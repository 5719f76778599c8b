import type { RequestContext } from "../../platform/request-context";
import type { StageHistory } from "../assets";
import { type FlowCampaigns, flowWindowOf } from "./flow-campaigns";
import type { FlowFigure } from "./flow-figure";
import type { FlowWindow, FlowWindows } from "./flow-windows";
import type { StageLabels } from "./stage-labels";
import type { StageReachService } from "./stage-reach.service";
import { type Repurchase, tellRepurchase } from "./upsell";

export interface Upsell {
  readonly window: FlowWindow;
  readonly appealToAct: FlowFigure;
  readonly actToAdvocate: FlowFigure;
  readonly repurchase: Repurchase;
}

export interface UpsellParts {
  readonly campaigns: FlowCampaigns;
  readonly windows: FlowWindows;
  readonly reach: StageReachService;
  readonly stages: StageHistory;
  readonly labels: StageLabels;
}

/** How the interested came to buy, and buyers to buy again, while a campaign ran (V41, V44). */
export class UpsellService {
  constructor(private readonly parts: UpsellParts) {}

  /** Null when the campaign, or its brand, is not visible. */
  async ofCampaign(context: RequestContext, campaignId: string): Promise<Upsell | null> {
    const { campaigns, windows, reach, stages, labels } = this.parts;
    const found = await campaigns.find(context, campaignId);
    if (!found) return null;
    const { window, flows } = await reach.ofWindow(context, found.brand.id, flowWindowOf(found));
    const [before, gaps] = await windows.ask(
      context,
      window,
      ({ stages: question, window: read }) =>
        Promise.all([labels.at(context, question, read.from), stages.orderGaps(question, read)]),
      { upsell: true },
    );
    const flow = (from: string, to: string): FlowFigure => flows.find((one) => one.from === from && one.to === to)!;
    const actToAdvocate = flow("ACT", "ADVOCATE");
    return {
      window,
      appealToAct: flow("APPEAL", "ACT"),
      actToAdvocate,
      repurchase: tellRepurchase(before[3], actToAdvocate.people, gaps, window),
    };
  }
}
