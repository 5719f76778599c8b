import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, ask, documentOf, type Tenant } from "./journey-setup";

const WINDOW = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-20T00:00:00+08:00" };

let test: TestApp;
let careful: Tenant;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-25T00:00:00+08:00") });
  careful = await addTenant(test, "careful", 50);
  await insertTouchpoints(test, rows(careful));
});
afterAll(() => test.close());

/** 200 people exposed on Douyin, of whom 120 visit on JD, 60 of these engage and 20 of these buy; 8 more on Weibo alone. */
function rows({ brandId, sourceIds: [sourceId] }: Tenant): readonly TouchpointRow[] {
  const people = (first: number, last: number, day: number, action: string, platform: string): TouchpointRow[] =>
    Array.from({ length: last - first + 1 }, (_, index) => ({
      person: `p${first + index}`,
      at: `2025-11-0${day}T10:00:00+08:00`,
      action,
      platform,
      brandId,
      sourceId,
    }));
  return [
    ...people(1, 200, 1, "IMPRESSION", "DOUYIN"),
    ...people(201, 208, 1, "IMPRESSION", "WEIBO"),
    ...people(1, 120, 2, "VISIT", "JD"),
    ...people(1, 60, 3, "SEARCH", "JD"),
    ...people(1, 20, 4, "ORDER", "JD"),
  ];
}

it("withholds the few who buy, and their loss", async () => {
  const { journey } = (await ask(test, careful, "brand-journey", WINDOW)).brand;
  expect(journey.suppressedBelow).toBe(50);
  expect(journey.hops).toMatchObject([
    { hop: "EXPOSURE", people: "208", reached: "208", lost: null },
    { hop: "VISIT", people: "120", reached: "120", lost: "88", lostShare: 88 / 208, lag: { medianHours: 24 } },
    { hop: "ENGAGE", people: "60", reached: "60", lost: "60", lag: { medianHours: 24 } },
    { hop: "ORDER", people: null, reached: null, lost: null, lostShare: null, lag: null },
    { hop: "REPEAT", people: "0", reached: "0" },
  ]);
});

it("withholds a small platform, and another so that neither sum nor total tells it", async () => {
  const { journeyCoverage } = (await ask(test, careful, "journey-coverage", WINDOW)).brand;
  const platforms = new Map<string, { people: string | null; touches: string | null }>(
    journeyCoverage.platforms.map((row: { platform: string }) => [row.platform, row]),
  );
  expect(platforms.get("WEIBO")).toMatchObject({ people: null, touches: null, alsoElsewhere: "0", share: null });
  // 208 less the 200 on Douyin would be the 8 on Weibo alone.
  expect(platforms.get("DOUYIN")).toMatchObject({ people: null, touches: null });
  expect(platforms.get("JD")).toMatchObject({ people: "120", touches: "200" });
  expect(journeyCoverage).toMatchObject({ people: "208", acrossPlatforms: "120", sumOfPlatforms: "328" });
});

it("withholds a small reach, and whatever would tell it", async () => {
  const variables = { ...WINDOW, platforms: ["WEIBO"], order: ["DOUYIN", "WEIBO"] };
  const { reach, reachByPlatform } = (await ask(test, careful, "reach", variables)).brand;
  expect(reach).toMatchObject({ people: null, suppressedBelow: 50 });
  const [douyin, weibo] = reachByPlatform.platforms;
  expect(weibo).toMatchObject({ people: null, uniquePeople: null, incrementalPeople: null, touches: null });
  expect(douyin).toMatchObject({ people: null, uniquePeople: null, incrementalPeople: null, frequency: null });
  expect(reachByPlatform.total).toBe("208");
});

describe("windows that differ by little", () => {
  const later = "2025-11-20T00:00:00.001+08:00";
  const message =
    "to must be a whole hour in Asia/Shanghai, as small groups are withheld, but got 2025-11-19T16:00:00.001Z.";

  it.each([
    ["brand-journey", {}],
    ["journey-coverage", {}],
    ["reach", { platforms: ["WEIBO"] }],
    ["exposures", { by: "PLATFORM" }],
  ])("are refused by %s where small groups are withheld", async (name, variables) => {
    const { BI } = careful.organisation.keys;
    const asked = { brand: careful.brand, ...WINDOW, to: later, ...variables };
    const { errors } = await test.query(BI, documentOf(name), asked);
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: "BAD_USER_INPUT" } });
  });

  it("are taken where nothing is withheld", async () => {
    const open = await addTenant(test, "open");
    const { reach } = (await ask(test, open, "reach", { ...WINDOW, to: later, platforms: ["WEIBO"] })).brand;
    expect(reach).toMatchObject({ people: "0", suppressedBelow: 1 });
  });

  it("of a campaign are widened to whole hours", async () => {
    const { AD_OPS, BI } = careful.organisation.keys;
    const window = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-19T23:59:59+08:00" };
    const created = await test.query(
      AD_OPS,
      "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
      { input: { brandId: careful.brand, code: "C1", name: "C1", window, steps: [], placements: [] } },
    );
    const { id: campaign } = created.data.createCampaign.campaign;
    const { data } = await test.query(BI, documentOf("campaign-journey"), { campaign });
    expect(data.campaign.journey).toMatchObject({ from: "2025-10-31T16:00:00.000Z", to: "2025-11-19T16:00:00.000Z" });
  });
});

it("rounds people of every selection, so that one person more does not show", async () => {
  const tenant = await addTenant(test, "rounded", 50, 10);
  const shown = (first: number, last: number, platform: string): TouchpointRow[] =>
    Array.from({ length: last - first + 1 }, (_, index) => ({
      ...{ person: `p${first + index}`, at: "2025-11-02T10:00:00+08:00", action: "IMPRESSION", platform },
      ...{ brandId: tenant.brandId, sourceId: tenant.sourceIds[0] },
    }));
  // One person is on both: 101 + 101 - 201.
  await insertTouchpoints(test, [...shown(1, 101, "DOUYIN"), ...shown(101, 201, "WEIBO")]);
  const filters = [["DOUYIN"], ["WEIBO"], ["DOUYIN", "WEIBO"]];
  const asked = await Promise.all(
    filters.map(async (platforms) => ({
      ...(await ask(test, tenant, "reach", { ...WINDOW, platforms, order: platforms })).brand,
      ...(await ask(test, tenant, "brand-journey", { ...WINDOW, filter: { platforms } })).brand,
      ...(await ask(test, tenant, "exposures", { ...WINDOW, by: "CAMPAIGN", filter: { platforms } })).brand,
    })),
  );
  for (const [index, people] of ["100", "100", "200"].entries())
    expect(asked[index]).toMatchObject({
      reach: { people, roundedTo: 10 },
      reachByPlatform: { total: people },
      journey: { hops: [{ people, reached: people }, {}, {}, {}, {}] },
      exposures: { total: { reach: people } },
    });
  const { journeyCoverage } = (await ask(test, tenant, "journey-coverage", WINDOW)).brand;
  expect(journeyCoverage.people).toBe("200");
});
