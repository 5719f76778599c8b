const DAY_MS = 86_400_000;

/** Whole days in UTC and what is left of a window beside them, both half open, in milliseconds since 1970. */
export interface WindowCover {
  /** As `YYYY-MM-DD`; null: the window holds no whole day. */
  readonly days: { readonly from: string; readonly to: string } | null;
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

/** Cuts a window where days begin and end, so that bitmaps of days answer for most of it. */
export function coverWindow(from: number, to: number): WindowCover {
  const first = Math.ceil(from / DAY_MS) * DAY_MS;
  const end = Math.floor(to / DAY_MS) * DAY_MS;
  if (first >= end) return { days: null, edges: [{ from, to }] };
  const edges = [
    { from, to: first },
    { from: end, to },
  ];
  return {
    days: { from: dayOf(first), to: dayOf(end) },
    edges: edges.filter((edge) => edge.from < edge.to),
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
