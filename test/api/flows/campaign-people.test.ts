import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { numberOf } from "../../support/catalogue";
import type { TestOrganisation } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { campaignInput, createCampaign } from "../campaigns/campaign-setup";
import { crowd, documentOf, type FlowSetup, openFlowSetup } from "./flow-setup";

const WINDOW = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-11T00:00:00+08:00" };

let setup: FlowSetup;
const campaigns: Record<"own" | "careful" | "quiet", string> = {} as never;

/**
 * A stage of interest lasts for 15 days. p1 to p20 search on 5 November at noon, p26 and p27 on the first; of them p1 to p8 again
 * on the 15th and p26 on the 20th, and p1 to p5 buy on the 10th. p21 to p25 searched in October already. p28 only sees an
 * advertisement.
 *
 * Before, p21 to p25 and p31 to p34 had searched, of whom p31 and p32 buy; p41 to p50 had bought once, on 12 October: p41 to p43
 * buy again after 21 days, p44 after 25, p45 after the window, p46 praises, and p47 gives the second order back. p51 had bought
 * on two days, so it is an advocate, and buys again.
 */
beforeAll(async () => {
  setup = await openFlowSetup("2025-12-15T00:00:00+08:00");
  const create = async (organisation: TestOrganisation, code: string, brand = setup.brands.haoyu) =>
    (await createCampaign(setup, organisation, campaignInput(brand, { code, name: code, window: WINDOW }))).id;
  campaigns.own = await create(setup.own, "eleven");
  campaigns.careful = await create(setup.careful, "eleven");
  campaigns.quiet = await create(setup.own, "quiet", setup.brands.tinglan);
  const row = (action: string, at: string, more: object = {}) => ({
    ...{ action, at: `2025-${at}T12:00:00+08:00`, sourceId: setup.sourceId },
    ...{ brandId: numberOf(setup.brands.haoyu), ...more },
  });
  const order = (at: string, orderId = "o") => row("ORDER", at, { orderId });
  await insertTouchpoints(setup.test, [
    ...crowd(1, 20, row("SEARCH", "11-05")),
    ...crowd(26, 27, row("SEARCH", "11-01")),
    ...crowd(1, 8, row("SEARCH", "11-15")),
    ...crowd(26, 26, row("SEARCH", "11-20")),
    ...crowd(1, 5, order("11-10")),
    ...crowd(21, 25, row("SEARCH", "10-25")),
    ...crowd(21, 25, row("SEARCH", "11-05")),
    ...crowd(28, 28, row("IMPRESSION", "11-05")),
    ...crowd(31, 34, row("SEARCH", "10-28")),
    ...crowd(31, 32, order("11-03")),
    ...crowd(41, 51, order("10-12")),
    ...crowd(41, 43, order("11-02", "o2")),
    ...crowd(44, 44, order("11-06", "o2")),
    ...crowd(45, 45, order("11-20", "o2")),
    ...crowd(46, 46, row("REVIEW", "11-04", { rating: 5 })),
    ...crowd(47, 47, order("11-03", "o2")),
    ...crowd(47, 47, row("REFUND", "11-05", { orderId: "o2" })),
    ...crowd(51, 51, order("10-20", "o2")),
    ...crowd(51, 51, order("11-05", "o3")),
  ]);
});
afterAll(() => setup.test.close());

const send = (organisation: TestOrganisation, document: string, variables: object) =>
  setup.test.query(organisation.keys.BI, documentOf(document), variables);
const ask = async (organisation: TestOrganisation, document: string, variables: object) => {
  const { data, errors } = await send(organisation, document, variables);
  expect(errors).toBeUndefined();
  return data.campaign;
};
const shareOf = (successes: number, trials: number) => ({
  ...{ kept: String(successes), share: successes / trials },
  interval: wilsonInterval({ successes, trials }),
  noShareReason: null,
});
const nothing = (noShareReason: string, kept: string | null = null) => ({
  ...{ kept, share: null, interval: null, noShareReason },
});

describe("campaign.assetRetention", () => {
  it("tells who of the gained still stands there, and not those who came back", async () => {
    const { assetRetention } = await ask(setup.own, "asset-retention", { campaign: campaigns.own, stage: "APPEAL" });
    expect(assetRetention).toEqual({
      from: "2025-10-31T16:00:00.000Z",
      to: "2025-11-10T16:00:00.000Z",
      asOf: "2025-12-14T16:00:00.000Z",
      ruleSet: { version: 1 },
      stage: "APPEAL",
      gained: "22",
      points: [
        { days: 0, ...shareOf(22, 22) },
        { days: 7, ...shareOf(20, 22) },
        { days: 14, ...shareOf(8, 22) },
        { days: 30, ...shareOf(5, 22) },
        { days: 60, ...nothing("NOT_YET") },
      ],
    });
  });

  it("orders the days, and a deeper stage has its own people: p1 to p5, p31 and p32", async () => {
    const variables = { campaign: campaigns.own, stage: "ACT", days: [30, 7] };
    expect((await ask(setup.own, "asset-retention", variables)).assetRetention).toMatchObject({
      gained: "7",
      points: [
        { days: 7, ...shareOf(7, 7) },
        { days: 30, ...shareOf(7, 7) },
      ],
    });
  });

  it("withholds counts from which a small loss would follow", async () => {
    const variables = { campaign: campaigns.careful, stage: "APPEAL", days: [0, 7, 14, 30] };
    // 2 are lost by day 7 and 3 by day 30: 22 less 20, and 8 less 5.
    expect((await ask(setup.careful, "asset-retention", variables)).assetRetention).toMatchObject({
      gained: "20",
      points: [
        { days: 0, kept: "20", share: 1 },
        { days: 7, ...nothing("SUPPRESSED") },
        { days: 14, kept: "10", share: 0.5 },
        { days: 30, ...nothing("SUPPRESSED") },
      ],
    });
  });

  it("has no share of nobody", async () => {
    const variables = { campaign: campaigns.quiet, stage: "AWARE", days: [7] };
    expect((await ask(setup.own, "asset-retention", variables)).assetRetention).toMatchObject({
      gained: "0",
      points: [{ days: 7, ...nothing("NOBODY_GAINED", "0") }],
    });
  });

  it.each([
    ["no day", [], "days must name 1 to 8 days, but got 0."],
    ["a day twice", [7, 7], "days must name each day once"],
    ["a day before the end", [-1], "A day must be 0 to 365, but got -1."],
  ])("refuses %s", async (_, days, message) => {
    const { errors } = await send(setup.own, "asset-retention", { campaign: campaigns.own, stage: "ACT", days });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(message),
        extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["days"] }] },
      },
    ]);
  });
});

describe("campaign.upsell", () => {
  it("tells A2 to A3, A3 to A4, and who bought again after how long", async () => {
    const { upsell } = await ask(setup.own, "upsell", { campaign: campaigns.own });
    expect(upsell).toEqual({
      from: "2025-10-31T16:00:00.000Z",
      to: "2025-11-10T16:00:00.000Z",
      asOf: "2025-12-14T16:00:00.000Z",
      days: 10,
      ruleSet: { version: 1 },
      appealToAct: { from: "APPEAL", to: "ACT", people: "9", reached: "2", value: 2 / 9 },
      // p41 to p44 and p46; p47 was one until the order was given back.
      actToAdvocate: { from: "ACT", to: "ADVOCATE", people: "10", reached: "6", value: 0.6 },
      repurchase: {
        ...{ people: "10", repurchased: "4", value: 0.4, medianGapDays: 21 },
        interval: wilsonInterval({ successes: 4, trials: 10 }),
      },
    });
  });

  it("withholds four buyers and their gap, and has nothing to tell of nobody", async () => {
    const { upsell } = await ask(setup.careful, "upsell", { campaign: campaigns.careful });
    expect(upsell.repurchase).toEqual({
      ...{ people: "10", repurchased: null, value: null, interval: null, medianGapDays: null },
    });
    const quiet = (await ask(setup.own, "upsell", { campaign: campaigns.quiet })).upsell;
    expect(quiet.repurchase).toEqual({
      ...{ people: "0", repurchased: "0", value: null, interval: null, medianGapDays: null },
    });
  });
});
