import fc from "fast-check";
import { normalisedEntropy } from "../../../../src/engines/numeric/normalised-entropy";

describe("normalisedEntropy", () => {
  it("is 0 where all are in one part, 1 where the parts are equal, and null of nobody", () => {
    expect(normalisedEntropy([7, 0, 0, 0])).toBe(0);
    expect(normalisedEntropy([7, 7, 7, 7])).toBeCloseTo(1, 12);
    expect(normalisedEntropy([0, 0])).toBeNull();
    expect(normalisedEntropy([5])).toBeNull();
  });

  it("is half a bit of two over four equal parts, of which two are empty", () => {
    // ln 2 / ln 4.
    expect(normalisedEntropy([3, 3, 0, 0])).toBeCloseTo(0.5, 12);
  });

  it("knows no order and no unit, and never falls when people move from a larger part to a smaller one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 6 }), (parts) => {
        fc.pre(parts.some((part) => part > 0));
        const value = normalisedEntropy(parts)!;
        expect(normalisedEntropy([...parts].reverse())).toBeCloseTo(value, 9);
        expect(normalisedEntropy(parts.map((part) => part * 3))).toBeCloseTo(value, 9);
        const [largest, smallest] = [parts.indexOf(Math.max(...parts)), parts.indexOf(Math.min(...parts))];
        if (parts[largest]! - parts[smallest]! < 2) return;
        const evened = parts.map((part, index) => part + (index === smallest ? 1 : 0) - (index === largest ? 1 : 0));
        expect(normalisedEntropy(evened)!).toBeGreaterThan(value - 1e-12);
      }),
    );
  });

  it("refuses what is no count", () => {
    expect(() => normalisedEntropy([1, -1])).toThrow(/Part 1 must be at least 0/);
    expect(() => normalisedEntropy([Number.NaN, 1])).toThrow(/Part 0 must be at least 0/);
  });
});
