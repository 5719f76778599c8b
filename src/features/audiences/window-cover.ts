import { DateTime } from "luxon";

const DAY_MS = 86_400_000;

/** Half open, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whole days in UTC and what is left of a window beside them. */
export interface DayCover {
  /** As `YYYY-MM-DD`, half open; null: the window holds no whole day. */
  readonly days: { readonly from: string; readonly to: string } | null;
  readonly edges: readonly Span[];
}

/** Whole months in UTC and what is left of a window beside them. */
export interface MonthCover {
  /** As the number `YYYYMM`, in order. */
  readonly months: readonly number[];
  readonly edges: readonly Span[];
}

/** Cuts a window where days begin and end, so that bitmaps of days answer for most of it. */
export function coverDays({ from, to }: Span): DayCover {
  const first = Math.ceil(from / DAY_MS) * DAY_MS;
  const end = Math.floor(to / DAY_MS) * DAY_MS;
  if (first >= end) return { days: null, edges: [{ from, to }] };
  return { days: { from: dayOf(first), to: dayOf(end) }, edges: around({ from, to }, { from: first, to: end }) };
}

/** The same where months begin and end. */
export function coverMonths({ from, to }: Span): MonthCover {
  const start = utc(from).startOf("month");
  const first = start.toMillis() === from ? start : start.plus({ months: 1 });
  const end = utc(to).startOf("month");
  const count = Math.round(end.diff(first, "months").months);
  if (count < 1) return { months: [], edges: [{ from, to }] };
  const months = Array.from({ length: count }, (_, index) => first.plus({ months: index }));
  return {
    months: months.map(({ year, month }) => year * 100 + month),
    edges: around({ from, to }, { from: first.toMillis(), to: end.toMillis() }),
  };
}

const around = (whole: Span, inner: Span): readonly Span[] =>
  [
    { from: whole.from, to: inner.from },
    { from: inner.to, to: whole.to },
  ].filter(({ from, to }) => from < to);

const utc = (at: number): DateTime => DateTime.fromMillis(at, { zone: "utc" });

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
