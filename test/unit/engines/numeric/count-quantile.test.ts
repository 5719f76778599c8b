import fc from "fast-check";
import { countQuantile } from "../../../../src/engines/numeric/count-quantile";

const counts = (...values: number[]) => values.map((value) => ({ value, count: 1 }));

describe("countQuantile", () => {
  it("takes the value whose rank is n times the share, rounded up", () => {
    expect(countQuantile(counts(7, 1, 3, 5), 0.5)).toBe(3);
    expect(countQuantile(counts(7, 1, 3, 5), 0.51)).toBe(5);
    expect(countQuantile(counts(7, 1, 3, 5), 1)).toBe(7);
    expect(
      countQuantile(
        [
          { value: 1, count: 98 },
          { value: 30, count: 2 },
        ],
        0.98,
      ),
    ).toBe(1);
    expect(
      countQuantile(
        [
          { value: 1, count: 97 },
          { value: 30, count: 3 },
        ],
        0.98,
      ),
    ).toBe(30);
  });

  it("is null of none, and never a value that came no times", () => {
    expect(countQuantile([], 0.5)).toBeNull();
    expect(countQuantile([{ value: 1, count: 0 }], 0.5)).toBeNull();
    expect(
      countQuantile(
        [
          { value: 1, count: 0 },
          { value: 2, count: 1 },
        ],
        0.1,
      ),
    ).toBe(2);
  });

  it("leaves at least the share at or below, and less than it strictly below", () => {
    const values = fc.array(fc.record({ value: fc.integer({ min: 0, max: 20 }), count: fc.nat(50) }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
        const cut = countQuantile(all, percent / 100);
        const total = all.reduce((sum, { count }) => sum + count, 0);
        fc.pre(total > 0);
        const sum = (holds: (value: number) => boolean): number =>
          all.reduce((found, { value, count }) => found + (holds(value) ? count : 0), 0);
        expect(sum((value) => value <= cut!) * 100).toBeGreaterThanOrEqual(percent * total - 1e-6);
        expect(sum((value) => value < cut!) * 100).toBeLessThan(percent * total);
      }),
    );
  });

  it("refuses shares out of range and values that are no counts", () => {
    expect(() => countQuantile([], 1.5)).toThrow("A share must lie above 0 and be at most 1, but got 1.5");
    expect(() => countQuantile([{ value: 1, count: 0.5 }], 0.5)).toThrow("but got 1 0.5 times; count them.");
  });
});
