import { showExposures } from "../../../../src/features/journeys/exposure-report";

it("keeps impressions beyond 2^53 exact, and divides them by people", () => {
  const line = { platform: "DOUYIN", code: "", impressions: 9_007_199_254_740_993n, reach: 4_000_000_000n };
  const none = { impressions: 0n, reach: 0n, lines: 0n };
  const { lines, rest, total } = showExposures([line], { total: line, rest: none }, 10);
  expect(lines[0]!.impressions).toBe(9_007_199_254_740_993n);
  expect(total).toEqual({
    impressions: line.impressions,
    reach: line.reach,
    frequency: expect.closeTo(2_251_799.8137, 3),
  });
  expect(rest).toBeNull();
});
