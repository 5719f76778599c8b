import {
  costPerConversion,
  printMillionths,
  returnOnInvestment,
} from "../../../../src/features/attribution/credit-figures";
import { disagreement } from "../../../../src/features/attribution/disagreement";
import { reportState } from "../../../../src/features/attribution/report-state";

describe("printMillionths", () => {
  it.each([
    [0n, "0.000000"],
    [1n, "0.000001"],
    [2_500_000n, "2.500000"],
    [12_345_678_901_234_567_890_123_456n, "12345678901234567890.123456"],
  ])("prints %d as %s", (millionths, text) => {
    expect(printMillionths(millionths)).toBe(text);
  });
});

describe("returnOnInvestment", () => {
  it("is value per unit of cost", () => {
    expect(returnOnInvestment(448n, 100n)).toBe(4.48);
    expect(returnOnInvestment(0n, 100n)).toBe(0);
  });

  it("is null without a positive cost", () => {
    expect(returnOnInvestment(448n, null)).toBeNull();
    expect(returnOnInvestment(448n, 0n)).toBeNull();
  });
});

describe("costPerConversion", () => {
  it.each([
    [10_000n, 2_000_000n, 5_000n],
    [5n, 2_000_000n, 3n], // 2.5 rounds up
    [4n, 3_000_000n, 1n], // 1.33
    [0n, 1_000_000n, 0n],
  ])("of %d minor units for %d millionths is %d", (cost, millionths, expected) => {
    expect(costPerConversion(cost, millionths)).toBe(expected);
  });

  it("is null without a known cost or without a credit", () => {
    expect(costPerConversion(null, 1n)).toBeNull();
    expect(costPerConversion(10n, 0n)).toBeNull();
  });
});

describe("disagreement", () => {
  it("is half the sum of absolute differences of shares", () => {
    // .5 .3 .2 against .4 .4 .2: (.1 + .1 + 0) / 2
    expect(
      disagreement([
        [50n, 30n, 20n],
        [40n, 40n, 20n],
      ]),
    ).toBeCloseTo(0.1, 15);
  });

  it("is that of the two models furthest apart", () => {
    expect(
      disagreement([
        [10n, 0n],
        [5n, 5n],
        [0n, 10n],
      ]),
    ).toBe(1);
    expect(
      disagreement([
        [10n, 0n],
        [10n, 0n],
      ]),
    ).toBe(0);
  });

  it("is null with one model, and when nothing is attributed", () => {
    expect(disagreement([[10n, 0n]])).toBeNull();
    expect(disagreement([[0n], [0n]])).toBeNull();
    expect(disagreement([[], []])).toBeNull();
  });
});

describe("reportState", () => {
  const windowEnd = new Date("2025-11-12T00:00:00+08:00");

  it("is FINAL from 15 days after the window on", () => {
    expect(reportState(new Date("2025-11-26T23:59:59.999+08:00"), windowEnd)).toBe("PROVISIONAL");
    expect(reportState(new Date("2025-11-27T00:00:00+08:00"), windowEnd)).toBe("FINAL");
  });
});
