import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppressPartition } from "../../platform/small-groups";
import type { Window } from "../journeys";
import type { FlowWindow, FlowWindows } from "./flow-windows";
import type { StageLabels } from "./stage-labels";

/** How many people stood in each stage at an instant, AWARE first; null where withheld. */
export interface StageCount {
  readonly at: Date;
  readonly people: readonly (bigint | null)[];
}

export interface StageCounts {
  readonly window: FlowWindow;
  /** In the order of time. */
  readonly counts: readonly StageCount[];
}

/** Counts a brand's people by stage at the boundaries of a window and inside it (V18). */
export class StageCountService {
  constructor(
    private readonly windows: FlowWindows,
    private readonly labels: StageLabels,
  ) {}

  /** `inside`: instants of the window, which its ends are added to; each is counted once, none after the present. */
  async at(
    context: RequestContext,
    brandId: number,
    asked: Window,
    inside: readonly Date[],
    path: readonly string[] = [],
  ): Promise<StageCounts> {
    const window = await this.windows.grant(context, brandId, asked, path);
    const instants = [...new Set([window.from, ...inside, window.until].map(Number))]
      .filter((instant) => instant >= Number(window.from) && instant <= Number(window.until))
      .sort((a, b) => a - b)
      .map((instant) => new Date(instant));
    const counted = await this.windows.ask(
      context,
      window,
      ({ stages }) => Promise.all(instants.map((at) => this.labels.at(context, stages, at))),
      { instants },
    );
    return { window, counts: instants.map((at, index) => ({ at, people: tell(counted[index]!, window) })) };
  }
}

/** The lapsed and the four stages are a partition of the people met, as in a snapshot; the lapsed are not told here. */
function tell(
  people: Awaited<ReturnType<StageLabels["at"]>>,
  { threshold, roundingBase }: FlowWindow,
): readonly (bigint | null)[] {
  const { counts } = suppressPartition(
    people.map(({ size }) => BigInt(size)),
    threshold,
  );
  return counts.slice(1).map((count) => (count === null ? null : roundCount(count, roundingBase)));
}
