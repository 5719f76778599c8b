import { completeUntil } from "../../../../src/engines/steering/complete-hours";
import { pace } from "../../../../src/engines/steering/pacing";

const hours = (amounts: readonly number[], change: object = {}) => ({
  ...{ weights: new Array(10).fill(1_000), total: 1_000, delivered: amounts, hoursOver: amounts.length, ...change },
});

describe("pace", () => {
  it.each([
    ["on plan within 10 %", [110, 100, 95], "ON_PLAN", null],
    ["slow", [80, 80, 80], "UNDER", "SLOW"],
    ["silent", [100, 0, 100], "UNDER", "SILENT"],
    ["fast", [120, 120, 120], "OVER", "FAST"],
  ])("tells %s", (_, amounts, state, reason) => {
    expect(pace(hours(amounts))).toMatchObject({ state, reason, planned: 300 });
  });

  it("tells that it has not begun, that nothing was reported, and that nothing was planned", () => {
    expect(pace(hours([], { hoursOver: 0 }))).toMatchObject({
      state: "NOT_BEGUN",
      reason: null,
      ratio: null,
      projected: null,
    });
    expect(pace(hours([], { hoursOver: 5 }))).toMatchObject({ state: "NO_FACTS", reason: "NOT_REPORTED" });
    expect(pace(hours([5], { total: null }))).toMatchObject({ state: "NO_PLAN", planned: null, delivered: 5 });
  });

  it("projects the rest by the last day, with the interval of a ratio of sums", () => {
    // 50 and 150 of 100 each: ratio 1, residuals -50 and 50, error sqrt(2 x 5000 / 1) / 200 = 0.5.
    const { projected } = pace(hours([50, 150]));
    expect(projected).toEqual({
      value: 1_000,
      low: expect.closeTo(200 + 800 * (1 - 1.959963984540054 / 2), 9),
      high: expect.closeTo(200 + 800 * (1 + 1.959963984540054 / 2), 9),
    });
  });

  it("plans by the weights of the hours", () => {
    expect(pace(hours([0, 10], { weights: [0, 1, 3], total: 40 }))).toMatchObject({
      planned: 10,
      ratio: 1,
      silentHours: 0,
    });
  });
});

describe("completeUntil", () => {
  const HOUR = 3_600_000;
  const at = (...ends: readonly number[]) => ends.map((end) => ({ from: (end - 1) * HOUR, to: end * HOUR }));
  const until = (ends: readonly number[], now: number) =>
    completeUntil(at(...ends), { from: 0, to: 48 * HOUR, now: now * HOUR, lateHours: 3 }) / HOUR;

  it("counts an hour that was left out as soon as a later one is reported", () => expect(until([1, 2, 5], 10)).toBe(5));
  it("waits for late reports", () => expect(until([1, 2, 5], 7.9)).toBe(2));
  it("counts nothing that was not reported", () => expect(until([], 40)).toBe(0));
  it("ends with the plan", () => expect(until([50], 60)).toBe(48));
});
