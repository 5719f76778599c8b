import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, documentOf, runAttribution, type Tenant } from "./attribution-setup";
import { journeyRows, lateRows, SINGLES } from "./journey-fixture";

let test: TestApp;
let tenant: Tenant;
let stranger: Tenant;
let campaign: string;
let firstRun: string;
const MODELS = ["FIRST_TOUCH", "LAST_TOUCH", "LINEAR_TOUCH"];
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  stranger = await addTenant(test, "clocks");
  campaign = await addCampaign(test, tenant, SINGLES);
  await insertTouchpoints(test, journeyRows(tenant));
  firstRun = await runAttribution(test, tenant, { campaignId: campaign, models: MODELS }, "first");
});
afterAll(() => test.close());

const money = (amount: string): object => ({ amount, currencyCode: "CNY" });

async function report(variables: object): Promise<ReturnType<typeof JSON.parse>> {
  const { BI } = tenant.organisation.keys;
  const answer = await test.query(BI, documentOf("campaign-attribution"), {
    campaign,
    dimension: "PLATFORM",
    ...variables,
  });
  expect(answer.errors).toBeUndefined();
  return answer.data.campaign.attributionReport;
}

type Credit = readonly [
  model: string,
  conversions: string,
  value: string,
  roi: unknown,
  costPerConversion: string | null,
];

const creditOf = ([model, conversions, value, roi, cost]: Credit): object => ({
  model,
  conversions,
  value: money(value),
  roi,
  costPerConversion: cost && money(cost),
});

const line = (key: string, placement: string | null, cost: string | null, credits: readonly Credit[]): object => ({
  key,
  placement: placement && { name: placement },
  cost: cost && money(cost),
  credits: credits.map(creditOf),
});

/*
 * Paths (journey-fixture.ts): Splash > Topic 100.00; Splash > Feed > TOUTIAO 66.67; Topic 70.00 (two); Topic > TOUTIAO 10.01.
 * Linear, conversions: Splash 1/2 + 1/3, Feed 1/3, TOUTIAO 1/3 + 1/2, Topic 1/2 + 2 + 1/2 = 3. One millionth is left over by
 * three equal remainders; Splash and TOUTIAO weigh the same, Splash comes first.
 * Linear, value in fen: Splash 5000 + 2222.33, Feed 2222.33, TOUTIAO 2222.33 + 500.5, Topic 5000 + 7000 + 500.5. Two fen are
 * left: TOUTIAO (.83) and Topic (.5).
 */
describe("the report of the first run", () => {
  it("says what it is about", async () => {
    const { lines, ...head } = await report({});
    expect(head).toEqual({
      id: expect.any(String),
      version: 1,
      asOf: "2025-11-19T16:00:00.000Z",
      state: "PROVISIONAL",
      lookbackDays: 14,
      conversionAction: "ORDER",
      conversions: "9",
      value: money("346.68"),
      unattributed: { conversions: "4", value: money("100.00") },
      // Shares of Douyin, Weibo, Toutiao: first .4 .6 0, last 0 .6 .4, linear .23 .6 .17: first and last are .4 apart.
      disagreement: 0.4,
      models: ["FIRST_TOUCH", "LAST_TOUCH", "LINEAR_TOUCH"].map((model) => ({
        model,
        isAdditiveAcrossDimensions: true,
        parameters: [],
      })),
    });
    expect(lines).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false } });
  });

  it("credits platforms", async () => {
    expect((await report({})).lines.nodes).toEqual([
      line("WEIBO", null, "30.00", [
        ["FIRST_TOUCH", "3.000000", "80.01", expect.closeTo(80.01 / 30), "10.00"],
        ["LAST_TOUCH", "3.000000", "170.00", expect.closeTo(170 / 30), "10.00"],
        ["LINEAR_TOUCH", "3.000000", "125.01", expect.closeTo(125.01 / 30), "10.00"],
      ]),
      line("DOUYIN", null, "120.00", [
        ["FIRST_TOUCH", "2.000000", "166.67", expect.closeTo(166.67 / 120), "60.00"],
        ["LAST_TOUCH", "0.000000", "0.00", 0, null],
        ["LINEAR_TOUCH", "1.166667", "94.44", expect.closeTo(94.44 / 120), "102.86"],
      ]),
      line("BILIBILI", null, "50.00", [
        ["FIRST_TOUCH", "0.000000", "0.00", 0, null],
        ["LAST_TOUCH", "0.000000", "0.00", 0, null],
        ["LINEAR_TOUCH", "0.000000", "0.00", 0, null],
      ]),
      line("TOUTIAO", null, null, [
        ["FIRST_TOUCH", "0.000000", "0.00", null, null],
        ["LAST_TOUCH", "2.000000", "76.68", null, null],
        ["LINEAR_TOUCH", "0.833333", "27.23", null, null],
      ]),
    ]);
  });

  it("credits placements, all external ids of one together, ordered by the first model asked for", async () => {
    const { lines, models, disagreement } = await report({ dimension: "PLACEMENT", models: ["LINEAR_TOUCH"] });
    expect(lines.nodes).toEqual([
      line("WEIBO/wb-1", "Topic", "30.00", [
        ["LINEAR_TOUCH", "3.000000", "125.01", expect.closeTo(125.01 / 30), "10.00"],
      ]),
      line("DOUYIN/dy-1", "Splash", "100.00", [
        ["LINEAR_TOUCH", "0.833334", "72.22", expect.closeTo(72.22 / 100), "120.00"],
      ]),
      line("TOUTIAO", null, null, [["LINEAR_TOUCH", "0.833333", "27.23", null, null]]),
      line("DOUYIN/dy-2", "Feed", "20.00", [
        ["LINEAR_TOUCH", "0.333333", "22.22", expect.closeTo(22.22 / 20), "60.00"],
      ]),
      line("BILIBILI/bl-1", "Pre-roll", "50.00", [["LINEAR_TOUCH", "0.000000", "0.00", 0, null]]),
    ]);
    expect(models).toMatchObject([{ model: "LINEAR_TOUCH" }]);
    expect(disagreement).toBeNull();
  });

  it.each(["PLATFORM", "PLACEMENT"])("sums as printed by %s", async (dimension) => {
    const { conversions, value, unattributed, lines, models } = await report({ dimension });
    const digits = (text: string): bigint => BigInt(text.replace(".", ""));
    for (const { model } of models) {
      const credits = lines.nodes.map(({ credits }: { credits: { model: string }[] }) =>
        credits.find((credit) => credit.model === model),
      );
      const sum = (printed: readonly string[]): bigint => printed.map(digits).reduce((a, b) => a + b, 0n);
      expect(
        sum([
          ...credits.map((credit: { conversions: string }) => credit.conversions),
          `${unattributed.conversions}.000000`,
        ]),
      ).toBe(digits(`${conversions}.000000`));
      expect(
        sum([
          ...credits.map((credit: { value: { amount: string } }) => credit.value.amount),
          unattributed.value.amount,
        ]),
      ).toBe(digits(value.amount));
    }
  });

  it("is what its run answers", async () => {
    const { BI } = tenant.organisation.keys;
    const { node } = (await test.query(BI, documentOf("attribution-run"), { id: firstRun })).data;
    expect(node).toMatchObject({
      id: firstRun,
      status: "SUCCEEDED",
      cappedJourneys: "0",
      report: { id: (await report({ version: 1 })).id, version: 1, campaign: { id: campaign, code: SINGLES.code } },
    });
  });
});

describe("paging", () => {
  const ALL = ["WEIBO/wb-1", "DOUYIN/dy-1", "BILIBILI/bl-1", "DOUYIN/dy-2", "TOUTIAO"];
  const page = async (variables: object): Promise<ReturnType<typeof JSON.parse>> => {
    const { id } = await report({ version: 1 });
    return test.query(tenant.organisation.keys.BI, documentOf("attribution-lines-page"), { report: id, ...variables });
  };
  const keysOf = ({ data }: Awaited<ReturnType<typeof page>>): string[] =>
    data.node.lines.edges.map(({ node }: { node: { key: string } }) => node.key);

  it("goes forwards and backwards through equal credits", async () => {
    const first = await page({ first: 2 });
    expect(keysOf(first)).toEqual(ALL.slice(0, 2));
    const second = await page({ first: 2, after: first.data.node.lines.pageInfo.endCursor });
    expect(keysOf(second)).toEqual(ALL.slice(2, 4));
    expect(second.data.node.lines.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const third = await page({ first: 2, after: second.data.node.lines.pageInfo.endCursor });
    expect(keysOf(third)).toEqual(ALL.slice(4));
    expect(third.data.node.lines.pageInfo.hasNextPage).toBe(false);
    expect(keysOf(await page({ last: 3, before: third.data.node.lines.pageInfo.startCursor }))).toEqual(
      ALL.slice(1, 4),
    );
    expect(keysOf(await page({ last: 2 }))).toEqual(ALL.slice(3));
  });

  it("refuses a cursor of another list", async () => {
    const after = Buffer.from(JSON.stringify(["elsewhere"])).toString("base64url");
    expect((await page({ first: 2, after })).errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

describe("runs and versions", () => {
  it("makes one run of a repeated call", async () => {
    expect(await runAttribution(test, tenant, { campaignId: campaign, models: MODELS }, "first")).toBe(firstRun);
    expect(await report({ version: 2 })).toBeNull();
  });

  it("keeps the first report when late data make a second", async () => {
    const before = await report({ version: 1 });
    await insertTouchpoints(test, lateRows(tenant));
    expect(await report({ version: 1 })).toEqual(before);
    const models = ["LAST_TOUCH", "FIRST_TOUCH"];
    await runAttribution(test, tenant, { campaignId: campaign, models, lookbackDays: 1 }, "second");
    expect(await report({ version: 1 })).toEqual(before);

    // A day before the order: p1 has no touch left; p2 TOUTIAO; p3 nothing; p8 Topic, then TOUTIAO; p11 TOUTIAO.
    const second = await report({});
    expect(second).toMatchObject({ version: 2, lookbackDays: 1, conversions: "10", value: money("386.68") });
    expect(second.models.map(({ model }: { model: string }) => model)).toEqual(models);
    expect(second.unattributed).toEqual({ conversions: "6", value: money("250.00") });
    expect(second.lines.nodes.slice(0, 2)).toMatchObject([
      { key: "TOUTIAO", credits: [{ model: "LAST_TOUCH", conversions: "3.000000", value: money("116.68") }, {}] },
      { key: "WEIBO", credits: [{ model: "LAST_TOUCH", conversions: "1.000000", value: money("20.00") }, {}] },
    ]);
  });

  it("shows the newest version that holds the models asked for", async () => {
    expect(await report({ models: ["LAST_TOUCH"] })).toMatchObject({ version: 2 });
    expect(await report({ models: ["LINEAR_TOUCH", "LAST_TOUCH"] })).toMatchObject({ version: 1 });
    expect(await report({ models: ["LINEAR_TOUCH"], version: 2 })).toBeNull();
  });

  it("is FINAL and empty for a campaign that nobody met or bought from, long after its end", async () => {
    const past = await addCampaign(test, tenant, {
      code: "SPRING",
      from: "2025-03-01T00:00:00+08:00",
      to: "2025-03-08T00:00:00+08:00",
      placements: [],
    });
    expect(await report({ campaign: past })).toBeNull();
    await runAttribution(test, tenant, { campaignId: past }, "past");
    expect(await report({ campaign: past })).toMatchObject({
      version: 1,
      state: "FINAL",
      conversions: "0",
      value: money("0.00"),
      disagreement: null,
      lines: { totalCount: 0, nodes: [] },
    });
  });

  it("fails with a reason where orders are in several currencies", async () => {
    await test.app.clickhouse.command({
      query: `INSERT INTO touchpoint (brand_id, action, platform, occurred_at, ordinal, source_id, event_id, identity_key, site, value_minor, currency, ingested_at, run_id)
        VALUES (${tenant.otherBrandId}, 'ORDER', 'JD', '2025-06-02 00:00:00', 1, ${tenant.sourceId}, 'usd', 1, 'ON_SITE', 100, 'USD', now64(3), generateUUIDv4())`,
    });
    const mixed = await addCampaign(
      test,
      { ...tenant, brandId: tenant.otherBrandId },
      { code: "SUMMER", from: "2025-06-01T00:00:00+08:00", to: "2025-06-08T00:00:00+08:00", placements: [] },
    );
    const { BI } = tenant.organisation.keys;
    const answer = await test.query(BI, documentOf("run-attribution"), { input: { campaignId: mixed }, key: "mixed" });
    const run = await test.waitForRun(BI, answer.data.runAttribution.run.id);
    expect(run).toMatchObject({ status: "FAILED", failure: { code: "MIXED_CURRENCIES" } });
    expect(run.failure!.message).toContain("CNY, but 1 orders have a value in another");
    expect(await report({ campaign: mixed })).toBeNull();
  });
});

describe("refusals", () => {
  const run = async (key: string, input: object): Promise<ReturnType<typeof JSON.parse>> =>
    test.query(key, documentOf("run-attribution"), { input, key: "refused" });

  it("names every problem by its field", async () => {
    const { BI } = tenant.organisation.keys;
    const { data } = await run(BI, { campaignId: campaign, models: [], lookbackDays: 366, exposures: [] });
    expect(data.runAttribution).toEqual({
      run: null,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["input", "exposures"],
          message: "exposures must name at least one kind; leave it out for SERVED.",
        },
        { code: "INVALID_INPUT", field: ["input", "models"], message: expect.stringContaining("at least one model") },
        {
          code: "INVALID_INPUT",
          field: ["input", "lookbackDays"],
          message: "lookbackDays must be 1 to 365, but got 366.",
        },
      ],
    });
    const { data: malformed } = await run(BI, { campaignId: "nothing" });
    expect(malformed.runAttribution.userErrors).toMatchObject([{ code: "INVALID_ID", field: ["input", "campaignId"] }]);
  });

  it("does not know another organisation's campaign, report or run", async () => {
    const { BI } = stranger.organisation.keys;
    const { data } = await run(BI, { campaignId: campaign });
    expect(data.runAttribution.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["input", "campaignId"] }]);
    const { id } = await report({ version: 1 });
    for (const hidden of [id, firstRun]) {
      expect((await test.query(BI, "query($id: ID!) { node(id: $id) { id } }", { id: hidden })).data).toEqual({
        node: null,
      });
    }
  });

  it("takes a permission to run and another to read", async () => {
    const { AD_OPS, PARTNER } = tenant.organisation.keys;
    const refused = [{ extensions: { code: "FORBIDDEN" } }];
    expect((await run(AD_OPS, { campaignId: campaign })).errors).toMatchObject(refused);
    const read = await test.query(PARTNER, documentOf("campaign-attribution"), { campaign, dimension: "PLATFORM" });
    expect(read.errors).toMatchObject(refused);
  });

  it("refuses an empty list of models", async () => {
    const { BI } = tenant.organisation.keys;
    const answer = await test.query(BI, documentOf("campaign-attribution"), {
      campaign,
      dimension: "PLATFORM",
      models: [],
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});
