import fc from "fast-check";
import { DurationCounts } from "../../../../src/features/experiments/duration-counts";

describe("a percentile of durations", () => {
  it("is the duration at that place of all, in order, however long", () => {
    const seconds = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 60_000, max: 2 ** 32 - 1 }));
    fc.assert(
      fc.property(
        fc.array(seconds, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (durations, share) => {
          const counts = new DurationCounts();
          for (const duration of durations) counts.add(duration);
          const sorted = [...durations].sort((a, b) => a - b);
          const place = Math.min(Math.floor(share * sorted.length), sorted.length - 1);
          expect(counts.quantile(share)).toBe(sorted[place]);
        },
      ),
    );
  });

  it("is unknown of none", () => {
    expect(new DurationCounts().quantile(0.9)).toBeNull();
  });
});
