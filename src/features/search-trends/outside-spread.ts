import { RoaringBitmap32 } from "roaring";
import { type DoublingTime, doublingTime, growthRate } from "../../engines/search/growth-rate";
import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import type { Days } from "./days";
import { type ShownShare, shareOf } from "./shown";

/** Longest window: what is withheld of every day is weighed against every other one. */
export const MAX_SPREAD_DAYS = 62;
/** How far back somebody must not have met the subject to be new to it. */
export const LOOKBACK_DAYS = 365;
/** Days of the fit when none are asked for. */
export const FIT_DAYS = 7;

/** New people of one day. */
export interface SpreadDay {
  readonly day: string;
  readonly people: bigint;
  readonly outsidePeople: bigint;
}

/** Everybody is new on the first day of a window, and on no other; who met the subject before it never is. */
export function spreadByDay(
  days: readonly string[],
  met: ReadonlyMap<string, RoaringBitmap32>,
  { before, assets }: { readonly before: RoaringBitmap32; readonly assets: RoaringBitmap32 },
): readonly SpreadDay[] {
  const seen = before.clone();
  return days.map((day) => {
    const fresh = RoaringBitmap32.andNot(met.get(day) ?? new RoaringBitmap32(), seen);
    seen.orInPlace(fresh);
    return { day, people: BigInt(fresh.size), outsidePeople: BigInt(fresh.andNotCardinality(assets)) };
  });
}

export const doublingReasons = ["SUPPRESSED", "NOT_GROWING", "TOO_FEW_DAYS"] as const;
export type DoublingReason = (typeof doublingReasons)[number];

type Count = bigint | null;

export interface OutsideSpread {
  readonly people: Count;
  readonly outsidePeople: Count;
  readonly breakoutShare: ShownShare | null;
  readonly points: readonly { readonly day: string; readonly people: Count; readonly outsidePeople: Count }[];
  readonly fit: Days;
  /** New outside people a day, on the mean of the fit's days. */
  readonly speed: number | null;
  readonly doubling: DoublingTime | null;
  readonly doublingReason: DoublingReason | null;
}

/** As a caller may see it. Speed and doubling are of the told counts of the last days, so that they tell no more than these. */
export function showSpread(
  days: readonly SpreadDay[],
  fit: { readonly days: Days; readonly length: number },
  { threshold, roundingBase }: SmallGroups,
): OutsideSpread {
  const { named, sums } = spreadSums(days);
  const withheld = withheldCounts(named, sums, threshold);
  const told = (name: string): Count => (withheld.has(name) ? null : roundCount(named.get(name)!.count, roundingBase));
  const points = days.map(({ day }) => ({ day, people: told(`all ${day}`), outsidePeople: told(`outside ${day}`) }));
  const [people, outsidePeople] = [told("all"), told("outside")];
  const last = points
    .slice(-fit.length)
    .flatMap((point) => (point.outsidePeople === null ? [] : Number(point.outsidePeople)));
  const isTold = last.length === fit.length;
  const rate = isTold ? growthRate(last) : null;
  const doubling = rate && doublingTime(rate);
  return {
    people,
    outsidePeople,
    breakoutShare: people === null || outsidePeople === null ? null : shareOf(outsidePeople, people),
    points,
    fit: fit.days,
    speed: isTold ? last.reduce((sum, count) => sum + count, 0) / last.length : null,
    doubling,
    doublingReason: doubling ? null : !isTold ? "SUPPRESSED" : rate ? "NOT_GROWING" : "TOO_FEW_DAYS",
  };
}

/** The counts by name and how they add up; those of rank null are only computable. */
function spreadSums(days: readonly SpreadDay[]): {
  readonly named: ReadonlyMap<string, RankedCount>;
  readonly sums: readonly CountSum[];
} {
  const total = (of: (day: SpreadDay) => bigint): bigint => days.reduce((sum, day) => sum + of(day), 0n);
  const [all, outside] = [total(({ people }) => people), total(({ outsidePeople }) => outsidePeople)];
  const named = new Map<string, RankedCount>([
    ["all", { count: all, rank: 3 }],
    ["outside", { count: outside, rank: 2 }],
    ["inside", { count: all - outside, rank: null }],
  ]);
  const names = (prefix: string): readonly string[] => days.map(({ day }) => `${prefix} ${day}`);
  const sums: CountSum[] = [
    { whole: "all", parts: ["outside", "inside"] },
    ...["all", "outside", "inside"].map((whole) => ({ whole, parts: names(whole) })),
  ];
  for (const { day, people, outsidePeople } of days) {
    named.set(`all ${day}`, { count: people, rank: 1 });
    named.set(`outside ${day}`, { count: outsidePeople, rank: 0 });
    named.set(`inside ${day}`, { count: people - outsidePeople, rank: null });
    sums.push({ whole: `all ${day}`, parts: [`outside ${day}`, `inside ${day}`] });
  }
  return { named, sums };
}
