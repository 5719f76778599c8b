import type { DeliveryRow } from "../../../../src/features/campaigns/delivery";
import { externalKey } from "../../../../src/features/campaigns/placement";
import { type DeliveryFacts, readDeliveryRow } from "../../../../src/features/campaigns/read-delivery-row";

const facts: DeliveryFacts = {
  platforms: new Set(["DOUYIN", "JD"]),
  placements: new Map([[externalKey("DOUYIN", "88011001"), "splash"]]),
  zone: "Asia/Shanghai",
  currencyCode: "CNY",
};
const period = { from: new Date("2025-11-11T00:00:00+08:00"), to: new Date("2025-11-12T00:00:00+08:00") };
const row: DeliveryRow = {
  externalId: "88011001",
  platform: "DOUYIN",
  period,
  impressions: 1_000n,
  clicks: 10n,
  cost: { amount: "90.50", currencyCode: "CNY" },
};
const read = (change: Partial<DeliveryRow> = {}) => readDeliveryRow({ ...row, ...change }, facts);

describe("readDeliveryRow", () => {
  it("finds the placement, the day and the minor units", () => {
    expect(read()).toEqual({
      placementId: "splash",
      period,
      grain: "DAY",
      day: period,
      impressions: 1_000n,
      clicks: 10n,
      costMinor: 9_050n,
    });
  });

  it("takes more clicks than impressions, for some media report them so", () => {
    expect(read({ impressions: 0n, clicks: 3n })).toMatchObject({ impressions: 0n, clicks: 3n });
  });

  it.each<[string, Partial<DeliveryRow>, string, readonly string[], string]>([
    [
      "an unknown platform",
      { platform: "MYSPACE" },
      "UNKNOWN_PLATFORM",
      ["platform"],
      'platform must be one of DOUYIN, JD, but got "MYSPACE".',
    ],
    [
      "an external id of another platform",
      { platform: "JD" },
      "UNKNOWN_EXTERNAL_ID",
      ["externalId"],
      'externalId must be of a placement of this campaign on JD, but got "88011001"; add the placement with addPlacements.',
    ],
    [
      "a period that is neither an hour nor a day",
      { period: { from: period.from, to: new Date("2025-11-11T12:00:00+08:00") } },
      "INVALID_PERIOD",
      ["period"],
      "period must be exactly one hour or one day in Asia/Shanghai, but got 2025-11-10T16:00:00.000Z to 2025-11-11T04:00:00.000Z.",
    ],
    [
      "negative impressions",
      { impressions: -1n },
      "INVALID_VALUE",
      ["impressions"],
      "impressions must be 0 to 1000000000000000, but got -1.",
    ],
    [
      "more clicks than can be counted",
      { clicks: 10n ** 15n + 1n },
      "INVALID_VALUE",
      ["clicks"],
      "clicks must be 0 to 1000000000000000, but got 1000000000000001.",
    ],
    [
      "another currency",
      { cost: { amount: "1", currencyCode: "USD" } },
      "WRONG_CURRENCY",
      ["cost", "currencyCode"],
      "cost must be in the brand's currency CNY, but got USD; convert it before it is sent.",
    ],
    [
      "a negative cost",
      { cost: { amount: "-0.01", currencyCode: "CNY" } },
      "INVALID_VALUE",
      ["cost", "amount"],
      "cost must be an amount of at least 0 in whole minor units of CNY, but got -0.01.",
    ],
    [
      "a part of a fen",
      { cost: { amount: "0.001", currencyCode: "CNY" } },
      "INVALID_VALUE",
      ["cost", "amount"],
      "cost must be an amount of at least 0 in whole minor units of CNY, but got 0.001.",
    ],
  ])("rejects %s", (_, change, reason, field, message) => {
    expect(read(change)).toEqual({ reason, field, message });
  });
});
