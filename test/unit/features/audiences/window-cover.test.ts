import fc from "fast-check";
import { coverWindow } from "../../../../src/features/audiences/window-cover";

const DAY = 86_400_000;
const place = fc.integer({ min: -4 * DAY, max: 4 * DAY });
/** Instants on, and right beside, the ends of days. */
const instant = fc.oneof(
  place,
  fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -1, max: 1 })).map(([day, beside]) => day * DAY + beside),
);

it("holds every instant of the window once and no other, in whole days and what is left", () => {
  fc.assert(
    fc.property(instant, instant, fc.array(instant, { maxLength: 20 }), (one, other, probes) => {
      fc.pre(one !== other);
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const { days, edges } = coverWindow(from, to);
      const spans = [...edges, ...(days ? [{ from: Date.parse(days.from), to: Date.parse(days.to) }] : [])];
      for (const probe of [...probes, from - 1, from, to - 1, to]) {
        const times = spans.filter((span) => probe >= span.from && probe < span.to).length;
        expect(times).toBe(probe >= from && probe < to ? 1 : 0);
      }
      for (const edge of edges) expect(edge.to - edge.from).toBeLessThan(2 * DAY);
    }),
    { numRuns: 1_000, seed: 7 },
  );
});

it("leaves nothing beside whole days", () => {
  expect(coverWindow(DAY, 4 * DAY)).toEqual({ days: { from: "1970-01-02", to: "1970-01-05" }, edges: [] });
});
