import type { Chore } from "../../platform/jobs/chore";
import type { LabelRetentionStore } from "./label-retention.store";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days whose labels are all kept: a quarter, in which campaigns are compared by the day. */
export const LABEL_DAYS = 92;

/**
 * Labels are bitmaps of everybody, figures a few numbers: figures are kept for ever, labels of the last {@link LABEL_DAYS} days, of
 * firsts of months, of the days on which campaigns and their steps begin and end, and of a brand's newest snapshot. Those of a
 * restated snapshot go a day after. A day's grace also keeps what is being made from being taken for left over.
 */
export class LabelRetention {
  readonly chore: Chore = { name: "thin labels", run: ({ clock }) => this.runHourly(clock.now()) };
  private nextAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly store: LabelRetentionStore) {}

  async run(now: Date): Promise<void> {
    const yesterday = new Date(now.getTime() - DAY_MS);
    await this.store.thin(new Date(now.getTime() - LABEL_DAYS * DAY_MS), yesterday, now);
    await this.store.deleteUnread(yesterday);
  }

  /** Chores come every few seconds, which is more often than this is worth. */
  private async runHourly(now: Date): Promise<void> {
    if (now.getTime() < this.nextAt) return;
    await this.run(now);
    this.nextAt = now.getTime() + HOUR_MS;
  }
}
