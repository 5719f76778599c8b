import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import { type Stage, type StageHistory, stages } from "../assets";
import { type Retention, type RetentionDay, tellRetention } from "./asset-retention";
import { type FlowCampaigns, flowWindowOf } from "./flow-campaigns";
import type { FlowWindow, FlowWindows } from "./flow-windows";
import type { StageLabels } from "./stage-labels";

/** Each day is one more reading of who stood where. */
export const MAX_RETENTION_POINTS = 8;
export const MAX_RETENTION_DAYS = 365;
const DAY_MS = 86_400_000;

export interface RetentionQuestion {
  readonly stage: Stage;
  readonly days: readonly number[];
}

export interface AssetRetention extends Retention {
  readonly window: FlowWindow;
  readonly stage: Stage;
}

/** How long the people that a campaign won stay (V15). */
export class AssetRetentionService {
  constructor(
    private readonly campaigns: FlowCampaigns,
    private readonly windows: FlowWindows,
    private readonly stages: StageHistory,
    private readonly labels: StageLabels,
  ) {}

  /** Null when the campaign, or its brand, is not visible. */
  async ofCampaign(
    context: RequestContext,
    campaignId: string,
    { stage, days: asked }: RetentionQuestion,
  ): Promise<AssetRetention | null> {
    const days = sorted(asked);
    const found = await this.campaigns.find(context, campaignId);
    if (!found) return null;
    const window = await this.windows.grant(context, found.brand.id, flowWindowOf(found));
    const depth = stages.indexOf(stage) + 1;
    const work = { retention: stage, days };
    const people = await this.windows.ask(
      context,
      window,
      async ({ stages: question, window: read }) => {
        const standing = async (at: Date) =>
          RoaringBitmap32.orMany((await this.labels.at(context, question, at)).slice(depth));
        const [before, risen] = await Promise.all([standing(read.from), this.stages.risen(question, read)]);
        const found: RetentionDay[] = [];
        for (const day of days) {
          const at = new Date(window.to.getTime() + day * DAY_MS);
          found.push({ days: day, people: at > window.asOf ? null : await standing(at) });
        }
        return { gained: RoaringBitmap32.andNot(risen[depth as 1 | 2 | 3 | 4], before), days: found };
      },
      work,
    );
    return { window, stage, ...tellRetention(people.gained, people.days, window) };
  }
}

function sorted(days: readonly number[]): readonly number[] {
  const problems = new ProblemList();
  const add = (message: string): void => problems.add("INVALID_INPUT", ["days"], message);
  if (days.length < 1 || days.length > MAX_RETENTION_POINTS)
    add(`days must name 1 to ${MAX_RETENTION_POINTS} days, but got ${days.length}.`);
  if (new Set(days).size < days.length) add("days must name each day once; leave the second out.");
  for (const day of days)
    if (day < 0 || day > MAX_RETENTION_DAYS) add(`A day must be 0 to ${MAX_RETENTION_DAYS}, but got ${day}.`);
  problems.throwIfAny();
  return [...days].sort((a, b) => a - b);
}
