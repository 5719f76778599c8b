import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packRules } from "../../../src/features/diagnosis/pack-rules";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { takeSnapshot } from "../assets/take-snapshot";
import { AS_OF, createMarket, FLOW_FROM, grant, type Market } from "../benchmarks/market";

const DIAGNOSIS = readFileSync(join(__dirname, "diagnosis.graphql"), "utf8");

let test: TestApp;
let market: Market;

beforeAll(async () => {
  test = await createTestApp();
  market = await createMarket(test);
  await market.refresh("watches");
});
afterAll(() => test.close());

const ask = (organisation: TestOrganisation, brand: string, variables: object = {}) =>
  test.query(organisation.keys.PARTNER, DIAGNOSIS, { brand: market.brands.get(brand), asOf: AS_OF, ...variables });

const diagnosisOf = async (organisation: TestOrganisation, brand: string, variables?: object) => {
  const { data, errors } = await ask(organisation, brand, variables);
  expect(errors).toBeUndefined();
  return data.brand.diagnosis;
};

describe("brand.diagnosis", () => {
  it("names the rules and the instants of its figures", async () => {
    const diagnosis = await diagnosisOf(market.own, "w0");
    expect([diagnosis.asOf, diagnosis.flowFrom].map((at: string) => Date.parse(at))).toEqual(
      [AS_OF, FLOW_FROM].map((at) => Date.parse(at)),
    );
    expect(diagnosis.ruleSet).toMatchObject({ code: "DEFAULT", version: 1 });
    expect(Date.parse(diagnosis.computedAt)).toBeLessThanOrEqual(Date.now());
  });

  it("sees the stages and the water level against the peers", async () => {
    const { stages, waterLevel } = await diagnosisOf(market.own, "w0");
    expect(stages.map((row: { stage: string; people: string }) => [row.stage, row.people])).toEqual([
      ["AWARE", "1"],
      ["APPEAL", "2"],
      ["ACT", "3"],
      ["ADVOCATE", "0"],
    ]);
    expect(stages[0].benchmark).toEqual({ own: 1, industryMean: 4, topMean: 5, percentile: 0, rank: 6 });
    // Own 6 against peers of 7, 8, 9, 10 and 11; 5 of the 6 are beyond AWARE.
    expect(waterLevel).toEqual({
      people: "6",
      state: "KNOWN",
      value: 6 / 9,
      health: 5 / 6,
      // Shares 1/6, 1/3 and 1/2: 1.0114 of ln 4 = 1.3863.
      entropy: expect.closeTo(0.7296, 4),
      benchmarkState: "AVAILABLE",
      benchmark: { own: 6, industryMean: 9 },
    });
  });

  it("follows the people of the window's start", async () => {
    const { flows } = await diagnosisOf(market.own, "w0");
    // 1 of 4 against 2 2 3 3 4 of 4, mean .7; the Wilson interval of 1 in 4 ends at .6994.
    expect(flows[0]).toEqual({
      from: "AWARE",
      to: "APPEAL",
      efficiency: {
        value: 0.25,
        low: expect.closeTo(0.0456, 4),
        high: expect.closeTo(0.6994, 4),
        people: "4",
        reached: "1",
      },
      benchmarkState: "AVAILABLE",
      benchmark: {
        own: 0.25,
        industryMean: expect.closeTo(0.7, 12),
        topMean: expect.closeTo(2.5 / 3, 12),
        topCount: 3,
        peers: 5,
        percentile: 0,
        rank: 4,
        of: 6,
      },
      verdict: "BELOW",
    });
    const none = { efficiency: null, benchmarkState: "TOO_FEW_PEERS", benchmark: null, verdict: "BASE_NOT_POSITIVE" };
    expect(flows.slice(1)).toEqual([
      { from: "APPEAL", to: "ACT", ...none },
      { from: "APPEAL", to: "ADVOCATE", ...none },
      { from: "ACT", to: "ADVOCATE", ...none },
    ]);
  });

  it("ranks what falls short by z, then what no deviation measures", async () => {
    const { findings } = await diagnosisOf(market.own, "w0");
    const told = findings.map(({ packRules: _, ...finding }: { readonly packRules: object }) => finding);
    expect(told).toEqual([
      {
        // Deviation of .5 .5 .75 .75 1 is .2092; (.25 - .7) / .2092 = -2.15. Of 4 people .45 x 4 = 1.8 are missing.
        code: "STAGE_REACH_LOW_AWARE_APPEAL",
        metric: "STAGE_REACH_AWARE_APPEAL",
        severity: "CRITICAL",
        message:
          "Of the AWARE people 25.00 % reached APPEAL, below the industry mean of 70.00 % (TOP 3 mean 83.33 %, z -2.15); at that mean 2 more would have.",
        messageZh:
          "认知人群到吸引的流转率为 25.00 %，低于行业均值 70.00 %（行业 TOP 3 均值 83.33 %，z 值 -2.15）；达到均值可多转化 2 人。",
        evidence: { own: 0.25, benchmark: 0.7, topMean: 0.8333, topCount: 3, gapPeople: "2", z: -2.15 },
        step: "LEAD",
        packTemplate: "RETOUCH",
      },
      {
        // Deviation of 2 3 4 5 6 is 1.5811; (1 - 4) / 1.5811 = -1.90.
        code: "STAGE_PEOPLE_SHORT_AWARE",
        metric: "STAGE_PEOPLE_AWARE",
        severity: "WARNING",
        message: "AWARE people: 1, 3 below the industry mean of 4 (TOP 3 mean 5, z -1.90).",
        messageZh: "认知人群 1 人，比行业均值 4 人少 3 人（行业 TOP 3 均值 5 人，z 值 -1.90）。",
        evidence: { own: 1, benchmark: 4, topMean: 5, topCount: 3, gapPeople: "3", z: -1.9 },
        step: "ACQUIRE",
        packTemplate: "SEED",
      },
      {
        code: "STAGE_PEOPLE_SHORT_ADVOCATE",
        metric: "STAGE_PEOPLE_ADVOCATE",
        severity: "CRITICAL",
        message: "ADVOCATE people: 0, 2 below the industry mean of 2 (TOP 3 mean 2).",
        messageZh: "拥护人群 0 人，比行业均值 2 人少 2 人（行业 TOP 3 均值 2 人）。",
        evidence: { own: 0, benchmark: 2, topMean: 2, topCount: 3, gapPeople: "2", z: null },
        step: "ENGAGE",
        packTemplate: "REPURCHASE",
      },
    ]);
  });

  it("shows every metric alike, with its deviation and severity", async () => {
    const { metrics } = await diagnosisOf(market.own, "w0");
    expect(metrics.map((row: { metric: string }) => row.metric)).toEqual([
      ...["MET_PEOPLE", "ASSET_PEOPLE", "CELL_PEOPLE_BRAND_LOYAL"],
      ...["STAGE_PEOPLE_AWARE", "STAGE_PEOPLE_APPEAL", "STAGE_PEOPLE_ACT", "STAGE_PEOPLE_ADVOCATE"],
      ...["STAGE_REACH_AWARE_APPEAL", "STAGE_REACH_APPEAL_ACT", "STAGE_REACH_APPEAL_ADVOCATE"],
      ...["STAGE_REACH_ACT_ADVOCATE", "SALES_CONVERSION"],
    ]);
    const row = (name: string) => metrics.find(({ metric }: { metric: string }) => metric === name);
    expect(row("STAGE_PEOPLE_AWARE")).toEqual({
      metric: "STAGE_PEOPLE_AWARE",
      ...{ own: 1, people: "1", base: null, low: null, high: null, state: "KNOWN" },
      gapPeople: "3",
      deviation: -0.75,
      z: expect.closeTo(-1.8974, 4),
      severity: "WARNING",
      benchmarkState: "AVAILABLE",
      benchmark: { industryMean: 4, topMean: 5, topCount: 3, percentile: 0, rank: 6, of: 6 },
    });
    // 3 against 1 each: above, so nobody is missing.
    expect(row("STAGE_PEOPLE_ACT")).toMatchObject({ own: 3, gapPeople: "0", deviation: 2, z: null, severity: null });
    // Of brand intent and loyal are those who ordered: 3 ACT against 1 ACT and 2 ADVOCATE each.
    expect(row("CELL_PEOPLE_BRAND_LOYAL")).toMatchObject({ own: 3, benchmark: { industryMean: 3 }, severity: null });
    // Nobody was seen to visit a shop.
    expect(row("SALES_CONVERSION")).toMatchObject({ state: "BASE_NOT_POSITIVE", benchmarkState: "TOO_FEW_PEERS" });
  });

  it("gives each finding rules that a pack can be estimated and made from", async () => {
    await takeSnapshot(test, market.own.keys.ADMIN, { brandId: market.brands.get("w0"), asOf: AS_OF });
    const { findings } = await diagnosisOf(market.own, "w0");
    const templates = [
      ...findings.map(({ packRules }: { packRules: object }) => packRules),
      ...Object.values(packRules),
    ];
    for (const [index, rules] of templates.entries()) {
      const estimate = await test.query(
        market.own.keys.AD_OPS,
        "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } explanation(language: EN) } }",
        { brand: market.brands.get("w0"), rules },
      );
      expect(estimate.errors).toBeUndefined();
      const created = await test.query(
        market.own.keys.AD_OPS,
        "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { state } userErrors { message } } }",
        { input: { brandId: market.brands.get("w0"), name: `Template ${index}`, rules, tags: [] } },
      );
      expect(created.data.createAudiencePack).toEqual({ audiencePack: { state: "DRAFT" }, userErrors: [] });
    }
  });

  it("tells a small brand of itself only where it has nobody, and all of its industry", async () => {
    const careful = await test.addOrganisation("careful", { smallGroupThreshold: 50 });
    await grant(test, market.own.keys.OPERATOR, careful.id, [market.brands.get("w0")!]);
    const { stages, flows, waterLevel, findings } = await diagnosisOf(careful, "w0");
    expect(stages[0]).toEqual({
      stage: "AWARE",
      people: null,
      state: "SUPPRESSED",
      benchmarkState: "AVAILABLE",
      benchmark: { own: null, industryMean: 4, topMean: 5, percentile: null, rank: null },
    });
    expect(flows[0]).toMatchObject({ efficiency: null, verdict: "SUPPRESSED", benchmark: { own: null, peers: 5 } });
    expect(waterLevel).toMatchObject({ people: null, state: "SUPPRESSED", value: null, health: null });
    expect(findings.map((finding: { code: string }) => finding.code)).toEqual(["STAGE_PEOPLE_SHORT_ADVOCATE"]);
  });
});

describe("where nothing can be compared, every stage and flow says why", () => {
  const reasons = async (brand: string, variables?: object) => {
    const { stages, flows, findings } = await diagnosisOf(market.own, brand, variables);
    expect([stages.length, flows.length, findings]).toEqual([4, 4, []]);
    return [...new Set([...stages, ...flows].map((row) => row.benchmarkState))];
  };

  it("a brand without a category", async () => {
    expect(await reasons("loner")).toEqual(["NO_CATEGORY"]);
  });

  it("a category that was not refreshed, or for other instants", async () => {
    expect(await reasons("p0")).toEqual(["NOT_COMPUTED"]);
    expect(await reasons("w0", { flowFrom: "2025-10-01T00:00:00+08:00" })).toEqual(["NOT_COMPUTED"]);
    expect(await reasons("w0", { asOf: "2025-11-12T00:00:00+08:00" })).toEqual(["NOT_COMPUTED"]);
  });

  it("a category of four brands, whose own figures stand", async () => {
    await market.refresh("pens");
    expect(await reasons("p0")).toEqual(["TOO_FEW_PEERS"]);
    const { stages, flows, waterLevel } = await diagnosisOf(market.own, "p0");
    expect(stages[2]).toMatchObject({ people: "3", state: "KNOWN", benchmark: null });
    expect(flows[0]).toMatchObject({ efficiency: { value: 0.25 }, benchmark: null, verdict: "NO_BENCHMARK" });
    expect(waterLevel).toMatchObject({ people: "6", value: null, health: 5 / 6 });
  });
});

describe("bad questions", () => {
  it("a window that ends before it begins is the caller's mistake, with its path", async () => {
    const { data, errors } = await ask(market.own, "w0", { flowFrom: "2025-12-01T00:00:00+08:00" });
    expect(data.brand.diagnosis).toBeNull();
    expect(errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", problems: [{ code: "INVALID_INPUT", field: ["flowFrom"] }] } },
    ]);
  });

  it("a rival is not found", async () => {
    const { data, errors } = await ask(market.own, "w1");
    expect([data, errors]).toEqual([{ brand: null }, undefined]);
  });

  it("a key without READ_ASSETS may not ask", async () => {
    const variables = { brand: market.brands.get("w0"), asOf: AS_OF };
    const { errors } = await test.query(market.own.keys.INTEGRATION, DIAGNOSIS, variables);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});
