import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { takeSnapshot } from "../assets/take-snapshot";
import { AS_OF, addSource, createMarket, grant, type Market, numberOf } from "../benchmarks/market";
import { campaignInput, createCampaign, placement } from "../campaigns/campaign-setup";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const HEALTH = document("growth-health");
const SET = document("set-threshold");
const MATURITY = document("data-maturity");

let test: TestApp;
let market: Market;
let brand: string;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-11T12:00:00+08:00") });
  market = await createMarket(test);
  brand = market.brands.get("w0")!;
  // Three joined, of whom one left again; long enough ago to change no stage.
  const member = { brandId: numberOf(brand), sourceId: market.cloudSource };
  await insertTouchpoints(test, [
    ...["p1000", "p1100", "p1200"].map((person) => ({
      ...{ person, at: "2025-06-01T10:00:00+08:00", action: "MEMBER_JOIN" },
      ...member,
    })),
    { person: "p1200", at: "2025-07-01T10:00:00+08:00", action: "MEMBER_LEAVE", ...member },
  ]);
  await market.refresh("watches");
});
afterAll(() => test.close());

const cardsOf = async (organisation: TestOrganisation = market.own, asOf = AS_OF) => {
  const { data, errors } = await test.query(organisation.keys.PARTNER, HEALTH, { brand, asOf });
  expect(errors).toBeUndefined();
  return new Map<string, Record<string, unknown>>(
    data.brand.growthHealth.map((card: { family: string }) => [card.family, card]),
  );
};

describe("growthHealth (G15)", () => {
  it("says what is missing before a snapshot was taken", async () => {
    const cards = await cardsOf();
    expect([...cards.keys()]).toEqual(["GRANULARITY", "ACQUISITION", "CONVERSION", "MEMBERSHIP"]);
    expect(cards.get("GRANULARITY")).toMatchObject({ state: "NOT_COMPUTED", value: null });
    expect(cards.get("MEMBERSHIP")).toMatchObject({ state: "NOT_COMPUTED", value: null });
  });

  it("has one card a family, each against its threshold", async () => {
    await takeSnapshot(test, market.own.keys.ADMIN, { brandId: brand, asOf: AS_OF });
    const cards = await cardsOf();
    // Of the 10 people met, 3 were seen last more than 30 days ago.
    expect(cards.get("GRANULARITY")).toEqual({
      ...{ family: "GRANULARITY", state: "HEALTHY", value: 0.7, numerator: "7", denominator: "10" },
      ...{ low: expect.closeTo(0.3968, 4), high: expect.closeTo(0.8922, 4), threshold: 0.5, version: 0 },
    });
    // 1 AWARE person against a mean of 4; nobody was APPEAL at the start of the 30 days.
    expect(cards.get("ACQUISITION")).toMatchObject({ state: "WEAK", value: 0.25, numerator: null, threshold: 1 });
    expect(cards.get("CONVERSION")).toMatchObject({ state: "BASE_NOT_POSITIVE", value: null });
    expect(cards.get("MEMBERSHIP")).toMatchObject({ state: "HEALTHY", numerator: "2", denominator: "6" });
  });

  it("is judged by the organisation's own thresholds, version by version", async () => {
    const set = async (threshold: number, version: number, family = "MEMBERSHIP") => {
      const input = { brandId: brand, family, threshold };
      const { data } = await test.query(market.own.keys.PARTNER, SET, { input, version });
      return data.setGrowthHealthThreshold;
    };
    expect(await set(0.5, 0)).toEqual({
      threshold: { family: "MEMBERSHIP", threshold: 0.5, version: 1 },
      userErrors: [],
    });
    expect((await cardsOf()).get("MEMBERSHIP")).toMatchObject({ state: "WEAK", threshold: 0.5, version: 1 });
    expect(await set(0.2, 0)).toMatchObject({ threshold: null, userErrors: [{ code: "VERSION_CONFLICT" }] });
    expect(await set(0.2, 1)).toMatchObject({ threshold: { threshold: 0.2, version: 2 } });
    expect(await set(0, 2)).toMatchObject({
      threshold: null,
      userErrors: [{ code: "INVALID_INPUT", field: ["input", "threshold"] }],
    });
    const other = await test.addOrganisation("other");
    await grant(test, market.own.keys.OPERATOR, other.id, [brand]);
    expect((await cardsOf(other)).get("MEMBERSHIP")).toMatchObject({ threshold: 0.1, version: 0 });
  });

  it("withholds few people", async () => {
    const careful = await test.addOrganisation("careful", { smallGroupThreshold: 5 });
    await grant(test, market.own.keys.OPERATOR, careful.id, [brand]);
    await takeSnapshot(test, careful.keys.ADMIN, { brandId: brand, asOf: AS_OF });
    const cards = await cardsOf(careful);
    for (const family of ["GRANULARITY", "MEMBERSHIP", "ACQUISITION"])
      expect(cards.get(family)).toMatchObject({ state: "SUPPRESSED", value: null, numerator: null });
  });
});

describe("dataMaturity (G16)", () => {
  const scoresOf = async () => {
    const { data, errors } = await test.query(market.own.keys.PARTNER, MATURITY, { brand, asOf: AS_OF });
    expect(errors).toBeUndefined();
    return data.brand.dataMaturity as readonly {
      readonly dimension: string;
      readonly score: number;
      readonly checks: readonly {
        readonly code: string;
        readonly isMet: boolean;
        readonly evidence: readonly string[];
      }[];
    }[];
  };
  const met = (scores: Awaited<ReturnType<typeof scoresOf>>): readonly string[] =>
    scores.flatMap(({ checks }) => checks.filter(({ isMet }) => isMet).map(({ code }) => code));

  it("scores what is there, and nothing else", async () => {
    const scores = await scoresOf();
    expect(scores.map(({ dimension }) => dimension)).toEqual([
      "SOURCES_CONNECTED",
      "METRICS_GOVERNED",
      "DECISIONS_AUTOMATED",
    ]);
    // The market's source is the operator organisation's own; nothing came in by a run, so no platform is known to be fresh.
    expect(met(scores)).toEqual(["OWN_SOURCE", "SNAPSHOT_TAKEN", "INDUSTRY_COMPARED"]);
    expect(scores.map(({ score }) => score)).toEqual([1 / 3, 2 / 3, 0]);
  });

  it("grows with packs, campaigns, cost and tasks, and names each as evidence that can be read", async () => {
    const key = market.own.keys.ADMIN;
    const created = await test.query(
      key,
      "mutation ($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id version } } }",
      { input: { brandId: brand, name: "Aware", rules: { stage: { in: ["AWARE"] } }, tags: [] } },
    );
    const pack = created.data.createAudiencePack.audiencePack;
    const input = campaignInput(brand, { placements: [placement({ externalIds: ["x"], audiencePackId: pack.id })] });
    const campaign = await createCampaign({ test }, market.own, input);
    await test.query(
      key,
      "mutation ($input: CreateFindingTaskInput!) { createFindingTask(input: $input) { userErrors { message } } }",
      {
        input: {
          ...{ brandId: brand, metric: "STAGE_PEOPLE_AWARE", asOf: AS_OF, dueOn: "2025-11-30" },
          ...{ team: "Media", summary: "Seed." },
        },
      },
    );
    const scores = await scoresOf();
    expect(met(scores)).toEqual([
      ...["OWN_SOURCE", "SNAPSHOT_TAKEN", "INDUSTRY_COMPARED", "PACK_IN_CAMPAIGN", "FINDING_HANDED_OVER"],
    ]);
    const evidence = scores.flatMap(({ checks }) => checks.flatMap((check) => check.evidence));
    expect(evidence).toContain(campaign.id);
    for (const id of evidence) {
      const { data } = await test.query(key, "query ($id: ID!) { node(id: $id) { id } }", { id });
      expect(data.node).toEqual({ id });
    }
  });

  it("takes another organisation's objects for none of its own", async () => {
    const rival = await test.addOrganisation("rival");
    await grant(test, market.own.keys.OPERATOR, rival.id, [brand]);
    await addSource(test, rival.keys.ADMIN, "ORGANISATION");
    const { data } = await test.query(rival.keys.PARTNER, MATURITY, { brand, asOf: AS_OF });
    expect(met(data.brand.dataMaturity)).toEqual(["OWN_SOURCE", "INDUSTRY_COMPARED"]);
  });
});
