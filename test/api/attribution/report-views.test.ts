import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, documentOf, runAttribution, type Tenant } from "./attribution-setup";
import { journeyRows, lateRows, SINGLES } from "./journey-fixture";

let test: TestApp;
let tenant: Tenant;
let campaign: string;
const DIMENSIONS = ["PROGRAMME", "CREATIVE", "CREATOR", "KEYWORD", "PACK", "STEP", "SITE", "HOUR"];
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches", { smallGroupThreshold: 1 });
  campaign = await addCampaign(test, tenant, SINGLES);
  await insertTouchpoints(test, journeyRows(tenant));
  await runAttribution(test, tenant, { campaignId: campaign, dimensions: DIMENSIONS }, "first");
});
afterAll(() => test.close());

type Answer = ReturnType<typeof JSON.parse>;

async function ask(document: string, variables: object): Promise<Answer> {
  const answer = await test.query(tenant.organisation.keys.BI, documentOf(document), variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

const ALL = [
  ...["FIRST_TOUCH", "LAST_TOUCH", "LAST_NON_DIRECT_TOUCH", "LINEAR_TOUCH", "POSITION_BASED", "TIME_DECAY"],
  ...["MARKOV", "SHAPLEY", "EQUAL_SPLIT"],
];
const report = async (models: readonly string[] = ALL): Promise<Answer> =>
  (await ask("bi-attribution", { campaign, models })).campaign.attributionReport;

/** Conversions by line under one model. */
async function linesOf(dimension: string, model: string): Promise<Record<string, string>> {
  const { id } = await report();
  const { node } = await ask("report-lines", { report: id, dimension });
  return Object.fromEntries(
    node.lines.nodes.map((line: Answer) => [
      line.key,
      line.credits.find((credit: Answer) => credit.model === model).conversions,
    ]),
  );
}

/*
 * Journeys (journey-fixture.ts): p1 Splash > Topic, p2 Splash > Feed > TOUTIAO, p3 Topic, p8 Topic, p8 Topic > TOUTIAO convert; p6
 * met Splash and was refunded, p7 met it and ordered outside of the window: two journeys of Splash without a conversion.
 */
describe("what a report says of itself", () => {
  it("tells the models with what they were set to, and how far journeys reach", async () => {
    const { models, journeyCoverage, state, dataState } = await report();
    expect({ state, dataState }).toEqual({ state: "PROVISIONAL", dataState: "COMPLETE" });
    expect(models).toEqual([
      { model: "FIRST_TOUCH", isAdditiveAcrossDimensions: true, parameters: [] },
      { model: "LAST_TOUCH", isAdditiveAcrossDimensions: true, parameters: [] },
      { model: "LAST_NON_DIRECT_TOUCH", isAdditiveAcrossDimensions: true, parameters: [] },
      { model: "LINEAR_TOUCH", isAdditiveAcrossDimensions: true, parameters: [] },
      { model: "POSITION_BASED", isAdditiveAcrossDimensions: true, parameters: ["first=0.4", "last=0.4"] },
      { model: "TIME_DECAY", isAdditiveAcrossDimensions: true, parameters: ["halfLifeDays=7"] },
      { model: "MARKOV", isAdditiveAcrossDimensions: false, parameters: ["order=1"] },
      {
        model: "SHAPLEY",
        isAdditiveAcrossDimensions: false,
        parameters: ["exactUpToChannels=16", "draws=100000", "seed=1"],
      },
      { model: "EQUAL_SPLIT", isAdditiveAcrossDimensions: false, parameters: [] },
    ]);
    // 5 of 9 conversions have a touch; p1, p2 and the second of p8 met two platforms.
    expect(journeyCoverage).toEqual({
      share: expect.closeTo(5 / 9),
      acrossPlatforms: expect.closeTo(3 / 5),
      journeysWithoutConversion: "2",
      cappedJourneys: "0",
    });
  });

  it("credits platforms by every model", async () => {
    // U shape: p1 half each; p2 .4 Splash .2 Feed .4 TOUTIAO; the second of p8 half each.
    expect(await linesOf("PLATFORM", "POSITION_BASED")).toEqual({
      ...{ WEIBO: "3.000000", DOUYIN: "1.100000", TOUTIAO: "0.900000", BILIBILI: "0.000000" },
    });
    // Distinct platforms: p2 is half Douyin, half Toutiao, though Douyin has two placements in it.
    expect(await linesOf("PLATFORM", "EQUAL_SPLIT")).toEqual({
      ...{ WEIBO: "3.000000", DOUYIN: "1.000000", TOUTIAO: "1.000000", BILIBILI: "0.000000" },
    });
    /*
     * Markov by platform: journeys D>W 1, D>D>T 1, W 2, W>T 1 convert, D 2 do not; start D 4/7, W 3/7. From D (5 exits): W, D, T
     * 1/5 each, null 2/5. From W (4): conversion 3/4, T 1/4. T converts. So D converts with (1/5 + 1/5) / (4/5) = 1/2, W and T
     * with 1; base 5/7. Without D: 3/7 of 5/7, effect 2/5. Without W: D 1/4, so 1/7 of 5/7, effect 4/5. Without T: W 3/4, D
     * (1/5 * 3/4) / (4/5) = 3/16, so 3/28 + 9/28 = 12/28 of 20/28, effect 2/5. Credits of 5: 2/5, 4/5, 2/5 of 8/5.
     */
    expect(await linesOf("PLATFORM", "MARKOV")).toEqual({
      ...{ WEIBO: "2.500000", DOUYIN: "1.250000", TOUTIAO: "1.250000", BILIBILI: "0.000000" },
    });
    /*
     * Shapley by platform: rates D 0/2, W 1 (2 people), DW 1, DT 1, WT 1. The two of D bring nothing. W: 2. DW: D adds (0 + 0) / 2
     * (DW less W, D less nothing), W the whole 1. DT: T alone is unknown, so each adds 1/2. WT: W 1, T 0, so W has (1 + 1) / 2.
     */
    expect(await linesOf("PLATFORM", "SHAPLEY")).toEqual({
      ...{ WEIBO: "4.000000", DOUYIN: "0.500000", TOUTIAO: "0.500000", BILIBILI: "0.000000" },
    });
    /*
     * Time decay: p1 two days apart and both before 14 days; a touch d days older weighs 2^(-d/7). p1: Splash 2^(-1/7) to Topic 1;
     * p2: Splash, Feed, TOUTIAO a day apart; p8: Topic 3 days older than TOUTIAO.
     */
    const half = 2 ** (-1 / 7);
    const third = 1 + half + half ** 2;
    const topic = 2 ** (-3 / 7);
    const decay = await linesOf("PLATFORM", "TIME_DECAY");
    expect(Number(decay.DOUYIN)).toBeCloseTo(half / (1 + half) + (half + half ** 2) / third, 5);
    expect(Number(decay.TOUTIAO)).toBeCloseTo(1 / third + 1 / (1 + topic), 5);
  });

  it("credits steps, packs, sites and hours of the day", async () => {
    // TOUTIAO is no placement, so it has no step: p2 and the second of p8.
    expect(await linesOf("STEP", "LAST_TOUCH")).toEqual({ ACQUIRE: "3.000000", "": "2.000000" });
    expect(await linesOf("PACK", "LAST_TOUCH")).toEqual({ "": "5.000000" });
    expect(await linesOf("SITE", "LAST_TOUCH")).toEqual({ ON_SITE: "5.000000" });
    expect(await linesOf("HOUR", "MARKOV")).toEqual({ "10": "5.000000" });
    for (const dimension of ["PROGRAMME", "CREATIVE", "CREATOR", "KEYWORD"])
      expect(await linesOf(dimension, "SHAPLEY")).toEqual({ "": "5.000000" });
    // Of ACQUIRE every placement has reported its cost; the line without a step has bought nothing.
    const { id } = await report();
    const { node } = await ask("report-lines", { report: id, dimension: "STEP" });
    expect(node.lines.nodes.map(({ key, cost }: Answer) => [key, cost])).toEqual([
      ["ACQUIRE", { amount: "200.00" }],
      ["", null],
    ]);
  });

  it("refuses a dimension that it does not hold", async () => {
    const { id } = await report();
    const answer = await test.query(tenant.organisation.keys.BI, documentOf("report-lines"), {
      report: id,
      dimension: "CHANNEL",
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(answer.errors![0]!.message).toContain("but got CHANNEL; run attribution again with it among dimensions");
  });
});

describe("periods", () => {
  const periods = async (variables: object): Promise<Answer> =>
    (await ask("report-periods", { campaign, model: "LINEAR_TOUCH", ...variables })).campaign.attributionReport.periods;
  const row = (from: string, conversions: string, value: string, unattributed: string, credits: object): object => ({
    from: new Date(`2025-11-${from}+08:00`).toISOString(),
    conversions,
    value: { amount: value },
    unattributed: { conversions: unattributed },
    credits: Object.entries(credits).map(([platform, [credited, money]]) => ({
      platform,
      conversions: credited,
      value: { amount: money },
    })),
  });

  it("tells conversions by day", async () => {
    // p8 20.00 by Topic on the 3rd; p9 and p10 without a touch on the 4th; p1 on the 5th and so on. A platform's days sum to its
    // line: Weibo's 125.005 and Toutiao's 27.228 are shown as 125.01 and 27.23, so their halves of 10.01 are 5.01 both.
    expect(await periods({ grain: "DAY" })).toEqual([
      row("03T00:00:00", "1", "20.00", "0", { WEIBO: ["1.000000", "20.00"] }),
      row("04T00:00:00", "2", "20.00", "2", {}),
      row("05T00:00:00", "1", "100.00", "0", { DOUYIN: ["0.500000", "50.00"], WEIBO: ["0.500000", "50.00"] }),
      row("06T00:00:00", "1", "10.01", "0", { TOUTIAO: ["0.500000", "5.01"], WEIBO: ["0.500000", "5.01"] }),
      row("07T00:00:00", "1", "66.67", "0", { DOUYIN: ["0.666667", "44.44"], TOUTIAO: ["0.333333", "22.22"] }),
      row("08T00:00:00", "1", "50.00", "0", { WEIBO: ["1.000000", "50.00"] }),
      row("09T00:00:00", "2", "80.00", "2", {}),
    ]);
  });

  it("tells them by hour within a range", async () => {
    const range = { from: "2025-11-05T00:00:00+08:00", to: "2025-11-07T00:00:00+08:00" };
    expect(await periods({ grain: "HOUR", ...range })).toMatchObject([
      { from: "2025-11-05T02:00:00.000Z", conversions: "1" },
      { from: "2025-11-06T02:00:00.000Z", conversions: "1" },
    ]);
  });

  it("has no credit by hour of a model that does not add up", async () => {
    const days = await periods({ grain: "DAY", model: "MARKOV" });
    expect(days.map(({ credits }: Answer) => credits)).toEqual(days.map(() => []));
  });
});

describe("a later version", () => {
  it("marks the first OUTDATED when late data come, and tells what changed", async () => {
    await insertTouchpoints(test, lateRows(tenant));
    expect(await report()).toMatchObject({ version: 1, dataState: "OUTDATED", conversions: "9" });
    await runAttribution(test, tenant, { campaignId: campaign }, "second");
    const models = ["LAST_TOUCH", "EQUAL_SPLIT"];
    const { attributionReport } = (await ask("report-change", { campaign, models, since: 1 })).campaign;
    // p11 through TOUTIAO, 40.00.
    const change = (model: string, before: string, after: string, valueBefore: string, valueAfter: string): object => ({
      model,
      ...{ conversionsBefore: before, conversionsAfter: after },
      ...{ valueBefore: { amount: valueBefore }, valueAfter: { amount: valueAfter } },
    });
    expect(attributionReport).toEqual({
      version: 2,
      changeSince: {
        since: { version: 1, dataState: "OUTDATED" },
        conversions: "1",
        value: { amount: "40.00" },
        unattributedConversions: "0",
        lines: [
          {
            key: "TOUTIAO",
            credits: [
              change("LAST_TOUCH", "2.000000", "3.000000", "76.68", "116.68"),
              change("EQUAL_SPLIT", "1.000000", "2.000000", expect.any(String) as string, expect.any(String) as string),
            ],
          },
        ],
      },
    });
    expect(
      (await ask("report-change", { campaign, models, since: 7 })).campaign.attributionReport.changeSince,
    ).toBeNull();
  });
});

describe("a brand's window", () => {
  const window = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" };
  const brandReport = async (variables: object): Promise<Answer> =>
    (await ask("brand-attribution", { brand: toNodeId("Brand", tenant.brandId), ...variables })).brand
      .attributionReport;
  const run = (input: object, key: string): Promise<string> =>
    runAttribution(
      test,
      tenant,
      { brandId: toNodeId("Brand", tenant.brandId), window, models: ["LAST_TOUCH"], ...input },
      key,
    );
  const credited = ({ lines }: Answer): [string, string][] =>
    lines.nodes.map(({ key, credits }: Answer) => [key, credits[0].conversions]);

  it("counts versions by window", async () => {
    expect(await brandReport({})).toBeNull();
    await run({}, "brand");
    await run({}, "brand again");
    const answer = await brandReport(window);
    expect(answer).toMatchObject({
      version: 2,
      campaign: null,
      window: { from: "2025-10-31T16:00:00.000Z", to: "2025-11-11T16:00:00.000Z" },
      conversionAction: "ORDER",
      conversions: "10",
      value: { amount: "386.68" },
    });
    // As of the campaign, with p11: the brand has no touches but the campaign's. Cost is what media reported in the window.
    expect(answer.lines.nodes.map(({ key, cost }: Answer) => [key, cost?.amount ?? null])).toEqual([
      ["TOUTIAO", null],
      ["WEIBO", "30.00"],
      ["BILIBILI", "50.00"],
      ["DOUYIN", "120.00"],
    ]);
    expect(await brandReport({ ...window, version: 1 })).toMatchObject({ version: 1 });
    const half = await test.query(tenant.organisation.keys.BI, documentOf("brand-attribution"), {
      brand: toNodeId("Brand", tenant.brandId),
      from: window.from,
    });
    expect(half.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("takes a person's first order of all times", async () => {
    // p7 ordered before the window, so its later one is no first; p8's second of the window is none either. p11 is new.
    await run({ conversionAction: "FIRST_ORDER" }, "first orders");
    const answer = await brandReport(window);
    expect(answer).toMatchObject({ conversionAction: "FIRST_ORDER", conversions: "9", value: { amount: "376.67" } });
    expect(credited(answer)).toEqual([
      ["WEIBO", "3.000000"],
      ["TOUTIAO", "2.000000"],
      ["BILIBILI", "0.000000"],
      ["DOUYIN", "0.000000"],
    ]);
  });

  it("takes visits and membership", async () => {
    const { brandId, sourceId } = tenant;
    const at = (time: string): string => `2025-11-10T${time}:00+08:00`;
    await insertTouchpoints(test, [
      { person: "p21", at: at("09:00"), action: "CLICK", platform: "DOUYIN", placement: "dy-2", sourceId },
      { person: "p21", at: at("10:00"), action: "VISIT", brandId, sourceId },
      { person: "p21", at: at("11:00"), action: "VISIT", brandId, sourceId },
      { person: "p21", at: at("12:00"), action: "MEMBER_JOIN", brandId, sourceId },
      { person: "p22", at: at("12:00"), action: "MEMBER_JOIN", brandId, sourceId },
    ]);
    await run({ conversionAction: "VISIT" }, "visits");
    const visits = await brandReport(window);
    expect(visits).toMatchObject({ conversions: "1", value: { amount: "0.00" }, unattributed: { conversions: "0" } });
    expect(credited(visits)[0]).toEqual(["DOUYIN", "1.000000"]);
    // The last touch before joining is the visit to the shop, which is direct.
    await run({ conversionAction: "MEMBER_JOIN", models: ["LAST_TOUCH", "LAST_NON_DIRECT_TOUCH"] }, "members");
    const members = await brandReport(window);
    expect(members).toMatchObject({ conversions: "2", unattributed: { conversions: "1" } });
    expect(
      members.lines.nodes
        .filter(({ key }: Answer) => ["JD", "DOUYIN"].includes(key))
        .map(({ key, credits }: Answer) => [key, credits.map(({ conversions }: Answer) => conversions)]),
    ).toEqual([
      ["JD", ["1.000000", "0.000000"]],
      ["DOUYIN", ["0.000000", "1.000000"]],
    ]);
  });

  it("takes people who reached a stage", async () => {
    // ACT is reached by an order: p1 to p5, p8 to p11 did; p6 too, before the refund. p7 stood there since October.
    await run({ conversionAction: "STAGE_REACHED", stage: "ACT" }, "stages");
    expect(await brandReport(window)).toMatchObject({
      conversionAction: "STAGE_REACHED",
      stage: "ACT",
      conversions: "10",
      value: { amount: "0.00" },
    });
  });

  it("takes look-backs by site and kind of contact", async () => {
    const lookbacks = [{ site: "ON_SITE", contact: "ENGAGED", days: 1 }];
    await run({ lookbacks }, "look-backs");
    const answer = await brandReport(window);
    expect(answer.lookbacks).toEqual(lookbacks);
    // Of the touches on site clicks, searches and views of products count for a day: p1's click is two days old, so that the last
    // touch is the impression before it. Those of p2, p8 and p11 are a day old to the second.
    expect(Object.fromEntries(credited(answer))).toMatchObject({
      ...{ TOUTIAO: "3.000000", WEIBO: "2.000000", DOUYIN: "1.000000" },
    });
  });
});

describe("refusals", () => {
  it("names every problem by its field", async () => {
    const { data } = await test.query(tenant.organisation.keys.BI, documentOf("run-attribution"), {
      input: {
        campaignId: campaign,
        window: { from: "2025-11-01T00:00:00Z", to: "2025-11-02T00:00:00Z" },
        settings: { position: { first: 0.8, last: 0.4 }, halfLifeDays: 0, markovOrder: 5 },
        dimensions: ["CHANNEL"],
        conversionAction: "STAGE_REACHED",
        lookbacks: [{ days: 0 }],
      },
      key: "refused",
    });
    expect(data.runAttribution.userErrors.map(({ field }: Answer) => field.join("."))).toEqual([
      "input.window",
      "input.settings.position",
      "input.settings.halfLifeDays",
      "input.settings.markovOrder",
      "input.dimensions",
      "input.stage",
      "input.lookbacks.0.days",
    ]);
  });

  it("wants exactly one subject, and a window with a brand", async () => {
    const refused = async (input: object): Promise<Answer> =>
      (await test.query(tenant.organisation.keys.BI, documentOf("run-attribution"), { input, key: "subject" })).data
        .runAttribution.userErrors;
    expect(await refused({})).toMatchObject([
      { message: "Exactly one of campaignId, brandId and pathSetId must be given, but got 0." },
    ]);
    const brandId = toNodeId("Brand", tenant.brandId);
    expect(await refused({ campaignId: campaign, brandId })).toMatchObject([{ field: ["input", "campaignId"] }]);
    expect(await refused({ brandId })).toMatchObject([{ field: ["input", "window"] }]);
    const window = { from: "2025-11-02T00:00:00Z", to: "2025-11-01T00:00:00Z" };
    expect(await refused({ brandId, window })).toMatchObject([{ field: ["input", "window"] }]);
  });
});
