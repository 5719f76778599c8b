import fc from "fast-check";
import { coverDays, coverMonths, type Span } from "../../../../src/features/audiences/window-cover";

const DAY = 86_400_000;
const place = fc.integer({ min: -400 * DAY, max: 400 * DAY });
/** Instants on, and right beside, the ends of days; many of them are ends of months. */
const instant = fc.oneof(
  place,
  fc
    .tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -1, max: 1 }))
    .map(([day, beside]) => day * DAY + beside),
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -1, max: 1 }))
    .map(([month, beside]) => Date.UTC(1969, month, 1) + beside),
);

/** The month that a number YYYYMM names. */
const spanOf = (month: number): Span => {
  const [year, index] = [Math.floor(month / 100), (month % 100) - 1];
  return { from: Date.UTC(year, index, 1), to: Date.UTC(year, index + 1, 1) };
};

const covers = {
  days: (window: Span) => {
    const { days, edges } = coverDays(window);
    return { edges, whole: days ? [{ from: Date.parse(days.from), to: Date.parse(days.to) }] : [], longest: DAY };
  },
  months: (window: Span) => {
    const { months, edges } = coverMonths(window);
    return { edges, whole: months.map(spanOf), longest: 31 * DAY };
  },
};

it.each(["days", "months"] as const)(
  "%s hold every instant of the window once and no other, with what is left",
  (by) => {
    fc.assert(
      fc.property(instant, instant, fc.array(instant, { maxLength: 20 }), (one, other, probes) => {
        fc.pre(one !== other);
        const window = { from: Math.min(one, other), to: Math.max(one, other) };
        const { edges, whole, longest } = covers[by](window);
        for (const probe of [...probes, window.from - 1, window.from, window.to - 1, window.to]) {
          const times = [...edges, ...whole].filter(({ from, to }) => probe >= from && probe < to).length;
          expect(times).toBe(probe >= window.from && probe < window.to ? 1 : 0);
        }
        for (const edge of edges) expect(edge.to - edge.from).toBeLessThan(2 * longest);
      }),
      { numRuns: 1_000, seed: 7 },
    );
  },
);

it("nothing is left beside whole days, nor beside whole months", () => {
  expect(coverDays({ from: DAY, to: 4 * DAY })).toEqual({ days: { from: "1970-01-02", to: "1970-01-05" }, edges: [] });
  expect(coverMonths({ from: Date.UTC(1970, 11, 1), to: Date.UTC(1971, 1, 1) })).toEqual({
    months: [197012, 197101],
    edges: [],
  });
});
