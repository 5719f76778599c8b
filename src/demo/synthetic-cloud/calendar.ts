/** One day of Asia/Shanghai (no daylight saving since 1991, so every day has 24 hours) with what the season makes of it. */
export interface CalendarDay {
  readonly index: number;
  /** As in "2025-11-11". */
  readonly date: string;
  readonly startsAtMs: number;
  /** Contacts by media, relative to an ordinary working day. */
  readonly reach: number;
  /** People who come to the shop by themselves, relative to an ordinary working day. */
  readonly shopping: number;
}

export interface DateRange {
  readonly from: string;
  /** The first day after the range. */
  readonly to: string;
}

interface Season extends DateRange {
  readonly reach: number;
  readonly shopping: number;
}

export const DAY_MS = 86_400_000;
const ZONE = "+08:00";
const ZONE_OFFSET_MS = 8 * 3_600_000;
const WEEKEND = 1.12;

/** The 9.9 sale, the autumn holiday, presale, warm-up and peak of 11.11, and 12.12. */
const SEASONS: readonly Season[] = [
  { from: "2025-09-04", to: "2025-09-11", reach: 1.3, shopping: 3 },
  { from: "2025-10-01", to: "2025-10-09", reach: 1.1, shopping: 1.1 },
  { from: "2025-10-20", to: "2025-11-01", reach: 1.2, shopping: 1.2 },
  { from: "2025-11-01", to: "2025-11-10", reach: 1.5, shopping: 1.5 },
  { from: "2025-11-10", to: "2025-11-12", reach: 2.6, shopping: 3.2 },
  { from: "2025-11-12", to: "2025-12-10", reach: 0.9, shopping: 0.8 },
  { from: "2025-12-10", to: "2025-12-13", reach: 1.3, shopping: 1.5 },
];

/** Who would order shortly before a sale often waits for it. */
const SALES: readonly { readonly waitFrom: string; readonly day: string }[] = [
  { waitFrom: "2025-09-06", day: "2025-09-09" },
  { waitFrom: "2025-11-04", day: "2025-11-11" },
  { waitFrom: "2025-12-09", day: "2025-12-12" },
];

export function instantOf(date: string): number {
  return Date.parse(`${date}T00:00:00${ZONE}`);
}

/** RFC 3339 with the zone's offset, as in "2025-11-11T00:00:00+08:00". */
export function toZonedTime(instantMs: number): string {
  return new Date(instantMs + ZONE_OFFSET_MS).toISOString().slice(0, 19) + ZONE;
}

export function isWithin(date: string, range: DateRange): boolean {
  return range.from <= date && date < range.to;
}

export function calendarOf(range: DateRange): readonly CalendarDay[] {
  const first = instantOf(range.from);
  const length = (instantOf(range.to) - first) / DAY_MS;
  return Array.from({ length }, (_, index) => {
    const startsAtMs = first + index * DAY_MS;
    const date = toZonedTime(startsAtMs).slice(0, 10);
    const season = SEASONS.find((candidate) => isWithin(date, candidate));
    const weekday = new Date(startsAtMs + ZONE_OFFSET_MS).getUTCDay() % 6 === 0 ? WEEKEND : 1;
    const { reach, shopping } = season ?? { reach: 1, shopping: 1 };
    return { index, date, startsAtMs, reach: weekday * reach, shopping: weekday * shopping };
  });
}

/** The sale day for which a buyer of `date` may wait, if one is near. */
export function saleWaitedFor(date: string): string | undefined {
  return SALES.find((sale) => sale.waitFrom <= date && date < sale.day)?.day;
}
