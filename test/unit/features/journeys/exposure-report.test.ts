import { showExposures } from "../../../../src/features/journeys/exposure-report";

it("keeps impressions beyond 2^53 exact, and divides them by people", () => {
  const line = { platform: "DOUYIN", code: "", impressions: 9_007_199_254_740_993n, reach: 4_000_000_000n };
  const none = { impressions: 0n, reach: 0n, lines: 0n };
  const { lines, rest, total } = showExposures([line], { total: line, rest: none }, { threshold: 10, roundingBase: 1 });
  expect(lines[0]!.impressions).toBe(9_007_199_254_740_993n);
  expect(total).toEqual({
    impressions: line.impressions,
    reach: line.reach,
    frequency: expect.closeTo(2_251_799.8137, 3),
  });
  expect(rest).toBeNull();
});

describe("suppression", () => {
  const lineOf = (platform: string, reach: bigint) => ({ platform, code: "", impressions: reach, reach });
  const reachesOf = (reaches: readonly bigint[], people: bigint) => {
    const lines = reaches.map((reach, index) => lineOf(`P${index}`, reach));
    const total = { impressions: reaches.reduce((sum, reach) => sum + reach, 0n), reach: people };
    const shown = showExposures(
      lines,
      { total, rest: { impressions: 0n, reach: 0n, lines: 0n } },
      { threshold: 10, roundingBase: 1 },
    );
    return [...shown.lines.map(({ reach }) => reach), shown.total.reach];
  };

  it("withholds a line where the lines' sum less the total is a few people in both", () => {
    expect(reachesOf([100n, 100n], 199n)).toEqual([null, 100n, 199n]);
    expect(reachesOf([100n, 90n, 80n], 265n)).toEqual([100n, 90n, null, 265n]);
  });

  it("tells lines that share nobody, or many", () => {
    expect(reachesOf([100n, 100n], 200n)).toEqual([100n, 100n, 200n]);
    expect(reachesOf([100n, 100n], 190n)).toEqual([100n, 100n, 190n]);
  });
});
