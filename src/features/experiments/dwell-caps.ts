import type { Block } from "../../platform/clickhouse/native-blocks";
import type { ArmSlice } from "./arm-people";
import type { ArmQuestion } from "./arm-question";
import { agesOf, isOver } from "./arm-values";
import { DurationCounts } from "./duration-counts";
import type { TOUCHES } from "./read-touches";
import { metricsByAction } from "./read-touches";

/** What caps the dwell of each metric: a percentile over the rows of all arms together, so that it favours none. */
export class DwellCaps {
  private readonly counts: readonly DurationCounts[];

  constructor(private readonly question: ArmQuestion) {
    this.counts = question.metrics.map(() => new DurationCounts());
  }

  add({ first, starts }: ArmSlice, { rows, columns }: Block<typeof TOUCHES>): void {
    const { metrics, prePeriodDays } = this.question;
    const { ordinal, at, act, seconds } = columns;
    const byAction = metricsByAction(this.question);
    const ages = metrics.map((metric) => agesOf(metric, prePeriodDays));
    for (let row = 0; row < rows; row++) {
      const person = ordinal[row]! - first;
      const start = starts[person]!;
      const age = at[row]! - start;
      const ofAction = byAction[act[row]!]!;
      for (let index = 0; index < ofAction.length; index++) {
        const metric = ofAction[index]!;
        const of = ages[metric]!;
        if (metrics[metric]!.kind === "DWELL" && age >= of.from && age < of.to && isOver(this.question, start, of))
          this.counts[metric]!.add(seconds[row]!);
      }
    }
  }

  /** By metric, in seconds; null of other kinds and where nobody stayed. */
  caps(): readonly (number | null)[] {
    return this.question.metrics.map(({ capPercentile }, metric) => this.counts[metric]!.quantile(capPercentile / 100));
  }
}
