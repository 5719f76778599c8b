import type { RequestContext } from "../../platform/request-context";
import type { StageHistory } from "../assets";
import type { Window } from "../journeys";
import type { FlowWindow, FlowWindows } from "./flow-windows";
import type { StageLabels } from "./stage-labels";
import { stageTimes, type TimeToStage } from "./stage-times";

export interface StageTimes {
  readonly window: FlowWindow;
  readonly times: readonly TimeToStage[];
}

/** How long people take from stage to stage. */
export class StageTimesService {
  constructor(
    private readonly windows: FlowWindows,
    private readonly stages: StageHistory,
    private readonly labels: StageLabels,
  ) {}

  async ofWindow(context: RequestContext, brandId: number, asked: Window): Promise<StageTimes> {
    const window = await this.windows.grant(context, brandId, asked);
    const [before, times] = await this.windows.ask(context, window, ({ stages, window: read }) =>
      Promise.all([this.labels.at(context, stages, read.from), this.stages.stageTimes(stages, read)]),
    );
    return { window, times: stageTimes(before, times, window) };
  }
}
