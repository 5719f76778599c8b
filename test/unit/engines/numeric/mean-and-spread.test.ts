import { mean, sampleStandardDeviation, topMean } from "../../../../src/engines/numeric/mean-and-spread";
import { denseRanks, percentileRank } from "../../../../src/engines/numeric/rank";
import { sum } from "../../../../src/engines/numeric/sum";

describe("sum", () => {
  it("keeps what a plain sum loses", () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum(new Array<number>(10).fill(0.1))).toBe(1);
    expect(sum([])).toBe(0);
  });
});

describe("mean and spread", () => {
  it("divides the sum by n and the squares by n - 1", () => {
    // Deviations from 5: -3 -1 -1 -1 0 0 2 4; squares sum to 32.
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(sampleStandardDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 15);
  });

  it("is not upset by a large common part", () => {
    expect(sampleStandardDeviation([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBeCloseTo(Math.sqrt(30), 9);
  });

  it("is null where it is not defined", () => {
    expect([mean([]), sampleStandardDeviation([]), sampleStandardDeviation([1])]).toEqual([null, null, null]);
  });
});

describe("topMean", () => {
  it("averages the largest values only", () => {
    expect(topMean([90, 10, 110, 20, 100], 3)).toBe(100);
  });

  it("is null of fewer values than asked for", () => {
    expect(topMean([90, 100], 3)).toBeNull();
  });
});

describe("denseRanks", () => {
  it("shares ranks among equals and leaves no hole", () => {
    expect([...denseRanks([30, 50, 50, 40, 30])]).toEqual([
      [50, 1],
      [40, 2],
      [30, 3],
    ]);
    expect(denseRanks([]).size).toBe(0);
  });
});

describe("percentileRank", () => {
  it("counts equal values half", () => {
    expect(percentileRank(40, [10, 20, 40, 50])).toBe(0.625);
    expect([percentileRank(1, [2, 3]), percentileRank(4, [2, 3])]).toEqual([0, 1]);
  });

  it("is null of no values", () => {
    expect(percentileRank(1, [])).toBeNull();
  });
});
