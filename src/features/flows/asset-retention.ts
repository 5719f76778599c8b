import { RoaringBitmap32 } from "roaring";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import type { SmallGroups } from "../../platform/small-groups";
import { tellCounts } from "../../platform/told-counts";

export const noRetentionReasons = ["NOT_YET", "SUPPRESSED", "NOBODY_GAINED"] as const;
export type NoRetentionReason = (typeof noRetentionReasons)[number];

/** Who stood at the stage or deeper so many days after the end; null while that lies ahead. */
export interface RetentionDay {
  readonly days: number;
  readonly people: RoaringBitmap32 | null;
}

/** One step of the curve; null where it is not told. */
export interface RetentionPoint {
  readonly days: number;
  readonly kept: bigint | null;
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly noShareReason: NoRetentionReason | null;
}

export interface Retention {
  readonly gained: bigint | null;
  readonly points: readonly RetentionPoint[];
}

/**
 * Survival of `gained`: kept are those found at the stage on that day and on every earlier one of the curve, so it never rises.
 * Everybody is followed equally long from the same instant, so the product-limit estimate is the plain share.
 */
export function tellRetention(
  gained: RoaringBitmap32,
  days: readonly RetentionDay[],
  smallGroups: SmallGroups,
): Retention {
  let kept = gained;
  const cells = new Map<string, bigint>();
  for (const { days: day, people } of days) {
    if (people === null) break;
    const still = RoaringBitmap32.and(kept, people);
    cells.set(`lost by ${day}`, BigInt(kept.size - still.size));
    kept = still;
  }
  cells.set("kept", BigInt(kept.size));
  const names = [...cells.keys()];
  const told = tellCounts(
    cells,
    new Map([
      ["gained", { cells: names, rank: 1 }],
      ...days.slice(0, names.length - 1).map(({ days: day }, index) => {
        return [`kept ${day}`, { cells: names.slice(index + 1), rank: 0 }] as const;
      }),
    ]),
    smallGroups,
  );
  const all = told("gained");
  return {
    gained: all,
    points: days.map(({ days: day, people }) =>
      people === null ? without(day, null, "NOT_YET") : pointOf(day, told(`kept ${day}`), all),
    ),
  };
}

function pointOf(days: number, kept: bigint | null, gained: bigint | null): RetentionPoint {
  if (kept === null || gained === null) return without(days, kept, "SUPPRESSED");
  if (gained === 0n) return without(days, kept, "NOBODY_GAINED");
  const proportion = { successes: Number(kept), trials: Number(gained) };
  return {
    ...{ days, kept, share: proportion.successes / proportion.trials },
    interval: wilsonInterval(proportion),
    noShareReason: null,
  };
}

const without = (days: number, kept: bigint | null, noShareReason: NoRetentionReason): RetentionPoint => ({
  ...{ days, kept, share: null, interval: null, noShareReason },
});
