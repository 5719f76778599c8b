import { RoaringBitmap32 } from "roaring";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { arrivalQuantile, type Followed, productLimit } from "../../engines/survival/product-limit";
import { roundCount, type SmallGroups, suppress, suppressPartition } from "../../platform/small-groups";
import type { PerStage, StageTime } from "../assets";

/** Null where withheld. */
type Count = bigint | null;

/** Shares of people whose time is told. */
export const toldShares = [0.25, 0.5, 0.75, 0.9] as const;

/** From entering a stage to the next one. */
export interface TimeToStage {
  readonly stage: StageTime["stage"];
  /** Those who reached the next stage and those who did not, together. */
  readonly entered: Count;
  readonly reached: Count;
  readonly notReached: Count;
  /** Came to the next stage at the same instant; not among the entered. */
  readonly skipped: Count;
  readonly reachedShare: number | null;
  readonly interval: Interval | null;
  readonly quantiles: readonly { readonly share: number; readonly days: number | null }[];
}

/** The three times, over people who stood at a shallower stage, or at none, when the window began. */
export function stageTimes(
  before: PerStage<RoaringBitmap32>,
  times: readonly StageTime[],
  smallGroups: SmallGroups,
): readonly TimeToStage[] {
  return ([1, 2, 3] as const).map((stage) => {
    const known = RoaringBitmap32.orMany(before.slice(stage));
    const followed: Followed[] = [];
    let skipped = 0;
    for (const { outcome, days, people } of times.filter((time) => time.stage === stage)) {
      const fresh = people.andNotCardinality(known);
      if (outcome === "SKIPPED") skipped += fresh;
      else
        followed.push({ days, arrived: outcome === "ARRIVED" ? fresh : 0, censored: outcome === "LEFT" ? fresh : 0 });
    }
    return tellTime(stage, followed, skipped, smallGroups);
  });
}

function tellTime(
  stage: StageTime["stage"],
  followed: readonly Followed[],
  skipped: number,
  { threshold, roundingBase }: SmallGroups,
): TimeToStage {
  const sum = (of: "arrived" | "censored"): bigint => BigInt(followed.reduce((total, day) => total + day[of], 0));
  const { counts } = suppressPartition([sum("arrived"), sum("censored")], threshold);
  const rounded = (count: Count): Count => (count === null ? null : roundCount(count, roundingBase));
  const [reached, notReached] = counts.map(rounded) as [Count, Count];
  const entered = rounded(suppress(sum("arrived") + sum("censored"), threshold));
  const proportion =
    reached === null || notReached === null
      ? null
      : { successes: Number(reached), trials: Number(reached + notReached) };
  const steps = proportion === null ? [] : productLimit(followed);
  return {
    stage,
    entered,
    reached,
    notReached,
    skipped: rounded(suppress(BigInt(skipped), threshold)),
    reachedShare: proportion && proportion.trials > 0 ? proportion.successes / proportion.trials : null,
    interval: proportion && wilsonInterval(proportion),
    quantiles: toldShares.map((share) => {
      const step = arrivalQuantile(steps, share);
      // A day on which few people are left to arrive says more of them than of all.
      return { share, days: step && step.atRisk >= threshold ? step.days : null };
    }),
  };
}
