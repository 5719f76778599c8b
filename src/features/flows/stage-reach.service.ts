import type { RequestContext } from "../../platform/request-context";
import type { StageHistory } from "../assets";
import type { Window } from "../journeys";
import { type FlowFigure, flowFigure } from "./flow-figure";
import type { FlowWindow, FlowWindows } from "./flow-windows";
import type { StageLabels } from "./stage-labels";
import { countStageReach, type NewInterest } from "./stage-reach";

export interface StageReach {
  readonly window: FlowWindow;
  readonly flows: readonly FlowFigure[];
  readonly newInterest: NewInterest;
}

/** How far a brand's people got in a window. */
export class StageReachService {
  constructor(
    private readonly windows: FlowWindows,
    private readonly stages: StageHistory,
    private readonly labels: StageLabels,
  ) {}

  async ofWindow(
    context: RequestContext,
    brandId: number,
    asked: Window,
    path: readonly string[] = [],
  ): Promise<StageReach> {
    const window = await this.windows.grant(context, brandId, asked, path);
    const people = await this.windows.ask(context, window, async ({ stages, window: read }) => {
      const [before, after, risen] = await Promise.all([
        this.labels.at(context, stages, read.from),
        this.labels.at(context, stages, read.to),
        this.stages.risen(stages, read),
      ]);
      return { before, after, risen };
    });
    const { flows, newInterest } = countStageReach(people, window);
    return { window, flows: flows.map((flow) => flowFigure(flow, window.days)), newInterest };
  }
}
