import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { AS_OF, createMarket, type Market, numberOf } from "../benchmarks/market";

const SCORECARD = readFileSync(join(__dirname, "scorecard.graphql"), "utf8");
/** Everybody of AS_OF but the buyers has lapsed by then. */
const LATER = "2025-12-11T00:00:00+08:00";

let test: TestApp;
let market: Market;

const row = (brand: string, person: number, action: string): TouchpointRow => ({
  ...{ person: `p${person}`, action, at: "2025-12-05T10:00:00+08:00" },
  ...{ brandId: numberOf(market.brands.get(brand)!), sourceId: market.cloudSource },
});

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-20T12:00:00+08:00") });
  market = await createMarket(test);
  // w0 wins 5 AWARE and 2 APPEAL people; its five peers win 4 AWARE people each.
  await insertTouchpoints(test, [
    ...[0, 1, 2, 3, 4].map((n) => row("w0", 20_000 + n, "IMPRESSION")),
    ...[5, 6].map((n) => row("w0", 20_000 + n, "SEARCH")),
    ...[1, 2, 3, 4, 5].flatMap((n) => [0, 1, 2, 3].map((m) => row(`w${n}`, 21_000 + 10 * n + m, "IMPRESSION"))),
  ]);
  await market.refresh("watches");
  await market.refresh("watches", { asOf: LATER });
});
afterAll(() => test.close());

const ask = (before: string, after: string) =>
  test.query(market.own.keys.PARTNER, SCORECARD, { brand: market.brands.get("w0"), before, after });

describe("assetScorecard (V49)", () => {
  it("compares level, health and mix before and after, and says which gaps closed", async () => {
    const { data, errors } = await ask(AS_OF, LATER);
    expect(errors).toBeUndefined();
    const card = data.brand.assetScorecard;
    // 6 of a mean of 9; then 5 + 2 + 3 = 10, where peers have 4 + 1 + 2 = 7.
    expect(card.waterLevel).toEqual({
      before: expect.closeTo(6 / 9, 12),
      after: expect.closeTo(10 / 7, 12),
      change: expect.closeTo(10 / 7 - 6 / 9, 12),
    });
    expect(card.health).toEqual({
      before: expect.closeTo(5 / 6, 12),
      after: 0.5,
      change: expect.closeTo(0.5 - 5 / 6, 12),
    });
    expect(
      card.mix.map((stage: { stage: string; before: number; after: number }) => [
        stage.stage,
        stage.before,
        stage.after,
      ]),
    ).toEqual([
      ["AWARE", expect.closeTo(1 / 6, 12), 0.5],
      ["APPEAL", expect.closeTo(2 / 6, 12), 0.2],
      ["ACT", 0.5, expect.closeTo(0.3, 12)],
      ["ADVOCATE", 0, 0],
    ]);
    const total = card.mix.reduce((sum: number, { change }: { change: number }) => sum + change, 0);
    expect(total).toBeCloseTo(0, 12);
    const lines = new Map<string, Record<string, unknown>>(
      card.lines.map((line: { metric: string }) => [line.metric, line]),
    );
    expect(lines.get("STAGE_PEOPLE_AWARE")).toEqual({
      metric: "STAGE_PEOPLE_AWARE",
      ...{ before: 1, after: 5, change: 4, growth: 4 },
      // 1 against a mean of 4, then 5 against 4: own grew by 4, the mean stood still.
      gap: { state: "CLOSED", before: 3, after: -1, closed: expect.closeTo(4 / 3, 12), ownGrowth: 4, benchmarkMove: 0 },
    });
    expect(lines.get("STAGE_PEOPLE_ADVOCATE")).toMatchObject({ growth: null, gap: { state: "UNCHANGED", closed: 0 } });
    expect(lines.get("STAGE_PEOPLE_ACT")).toMatchObject({ change: 0, gap: { state: "NO_GAP", closed: null } });
    expect(lines.get("SALES_CONVERSION")).toMatchObject({ before: null, gap: { state: "UNKNOWN", before: null } });
  });

  it("has no figure of an instant that was not compared", async () => {
    const { data } = await ask(AS_OF, "2025-12-12T00:00:00+08:00");
    const card = data.brand.assetScorecard;
    expect(card).toMatchObject({ ruleSetBefore: { version: 1 }, ruleSetAfter: null });
    expect(card.waterLevel).toMatchObject({ after: null, change: null });
    for (const { gap } of card.lines) expect(gap.state).toBe("UNKNOWN");
  });

  it("refuses instants in the wrong order", async () => {
    const { data, errors } = await ask(LATER, AS_OF);
    expect(data.brand.assetScorecard).toBeNull();
    expect(errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", problems: [{ code: "INVALID_INPUT", field: ["after"] }] } },
    ]);
  });
});
