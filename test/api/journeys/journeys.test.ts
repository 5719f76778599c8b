import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { journeyRows, NOW, WINDOW } from "./journey-fixture";
import { addTenant, ask, documentOf, type Tenant } from "./journey-setup";

let test: TestApp;
let tenant: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  tenant = await addTenant(test, "watches");
  stranger = await addTenant(test, "clocks");
  await insertTouchpoints(test, journeyRows(tenant));
  // p1, p2 and p4 are known under two identities, p4's touchpoints under one of them alone; of p3 the second came through a source that nobody here may read.
  const [shop, media] = tenant.sourceIds;
  await insertIdentities([
    { key: 1, ordinal: 1, source_id: shop },
    { key: 1001, ordinal: 1, source_id: shop },
    { key: 2, ordinal: 2, source_id: shop },
    { key: 1002, ordinal: 2, source_id: media },
    { key: 4, ordinal: 4, source_id: shop },
    { key: 1004, ordinal: 4, source_id: media },
    { key: 3, ordinal: 3, source_id: shop },
    { key: 1003, ordinal: 3, source_id: 9999 },
  ]);
});
afterAll(() => test.close());

const insertIdentities = (values: readonly { key: number; ordinal: number; source_id: number }[]) =>
  test.app.clickhouse.insert({ table: "identity", values, format: "JSONEachRow" });

type Expected = readonly [
  hop: string,
  people: number,
  reached: number,
  skipped: number,
  withoutExposure: number,
  lost: number | null,
];

const hopOf = ([hop, people, reached, skipped, withoutExposure, lost]: Expected): object => ({
  hop,
  people: String(people),
  reached: String(reached),
  skipped: String(skipped),
  withoutExposure: String(withoutExposure),
  lost: lost === null ? null : String(lost),
});

const journey = async (variables: object = {}) =>
  (await ask(test, tenant, "brand-journey", { ...WINDOW, ...variables })).brand.journey;

describe("brand.journey", () => {
  it("follows people from hop to hop, and shows who came otherwise", async () => {
    const { hops, coverage, ...head } = await journey({ filter: null });
    expect(head).toEqual({
      from: "2025-10-31T16:00:00.000Z",
      to: "2025-11-19T16:00:00.000Z",
      asOf: "2025-11-24T16:00:00.000Z",
      suppressedBelow: 1,
    });
    expect(coverage).toEqual({ share: 0.5, acrossPlatforms: "5" });
    expect(hops).toMatchObject(
      (
        [
          ["EXPOSURE", 6, 6, 0, 0, null], // p1 p2 p3 p4 p7 p8
          ["VISIT", 9, 4, 0, 5, 2], // p1 p2 p3 p7; without: p4 p5 p6 p9 p11; lost: p4 p8
          ["ENGAGE", 4, 2, 1, 1, 2], // p1 p2; skipped: p4; without: p5; lost: p3 p7
          ["ORDER", 3, 1, 1, 1, 1], // p1; skipped: p3; without: p5; lost: p2, whose order came back
          ["REPEAT", 2, 1, 0, 1, 0], // p1; without: p5
        ] satisfies Expected[]
      ).map(hopOf),
    );
    expect(hops.map((hop: { lostShare: number | null }) => hop.lostShare)).toEqual([null, 2 / 6, 0.5, 0.5, 0]);
  });

  it("says how long each hop took", async () => {
    const { hops } = await journey();
    expect(hops.map((hop: { lag: object | null }) => hop.lag)).toEqual([
      null,
      { medianHours: 4, p90Hours: expect.closeTo(8.8) }, // 0 2 6 10
      { medianHours: 1.5, p90Hours: expect.closeTo(1.9) }, // 1 2
      { medianHours: 24, p90Hours: 24 },
      { medianHours: 72, p90Hours: 72 }, // from the order that the chain reached
    ]);
  });

  it("names the actions of every hop", async () => {
    const { hops } = await journey();
    expect(
      Object.fromEntries(hops.map(({ hop, actions }: { hop: string; actions: string[] }) => [hop, actions])),
    ).toEqual({
      EXPOSURE: ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"],
      VISIT: ["VISIT", "PRODUCT_VIEW"],
      ENGAGE: ["SEARCH", "FAVOURITE", "FOLLOW", "ADD_TO_CART", "CONSULT", "MEMBER_JOIN", "SHARE", "ANSWER"],
      ORDER: ["ORDER"],
      REPEAT: ["ORDER"],
    });
  });

  it("begins chains at the exposures of a filter, and keeps the totals", async () => {
    const { hops } = await journey({ filter: { platforms: ["WEIBO"], site: "ON_SITE", campaignCodes: null } });
    expect(hops).toMatchObject(
      (
        [
          ["EXPOSURE", 2, 2, 0, 0, null], // p1 p4
          ["VISIT", 9, 1, 0, 8, 1],
          ["ENGAGE", 4, 1, 1, 2, 0],
          ["ORDER", 3, 1, 0, 2, 0],
          ["REPEAT", 2, 1, 0, 1, 0],
        ] satisfies Expected[]
      ).map(hopOf),
    );
    const offSite = await journey({ filter: { site: "OFF_SITE" } });
    expect(offSite.hops[0]).toMatchObject({ reached: "0", people: "0" });
    expect(offSite.hops[1]).toMatchObject({ lost: "0", lostShare: null, lag: null });
    const byCode = await journey({ filter: { campaignCodes: ["SINGLES"] } });
    expect(byCode.hops[0]).toMatchObject({ reached: "1" }); // p1; p11's exposure names no brand
  });

  it("gives zeros without touchpoints, and refuses a window that ends before it begins", async () => {
    const empty = await journey({ from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z" });
    expect(empty.hops.map((hop: { people: string }) => hop.people)).toEqual(["0", "0", "0", "0", "0"]);
    expect(empty.coverage).toEqual({ share: null, acrossPlatforms: "0" });
    const { BI } = tenant.organisation.keys;
    const variables = { brand: tenant.brand, from: WINDOW.to, to: WINDOW.from };
    expect((await test.query(BI, documentOf("brand-journey"), variables)).errors).toMatchObject([
      {
        message: "to must be after from (2025-11-19T16:00:00.000Z), but got 2025-10-31T16:00:00.000Z; swap them.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
  });

  it.each([
    [{ platforms: ["MYSPACE"] }, 'filter.platforms must be codes of platforms, e.g. DOUYIN, but got "MYSPACE".'],
    [{ campaignCodes: [] }, "filter.campaignCodes must name 1 to 100 campaigns, but got 0."],
  ])("refuses the filter %j", async (filter, message) => {
    const variables = { brand: tenant.brand, ...WINDOW, filter };
    const { errors } = await test.query(tenant.organisation.keys.BI, documentOf("brand-journey"), variables);
    expect(errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("does not exist for other organisations, and takes the right to read assets", async () => {
    const variables = { brand: tenant.brand, ...WINDOW };
    const answer = await test.query(stranger.organisation.keys.BI, documentOf("brand-journey"), variables);
    expect(answer.data).toEqual({ brand: null });
    const { INTEGRATION } = tenant.organisation.keys;
    const refused = await test.query(INTEGRATION, documentOf("brand-journey"), variables);
    expect(refused.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe("campaign.journey", () => {
  it("follows those whom the campaign exposed, by its code or a placement, with a brand or without", async () => {
    const { AD_OPS, BI } = tenant.organisation.keys;
    const created = await test.query(
      AD_OPS,
      "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
      {
        input: {
          brandId: tenant.brand,
          code: "SINGLES",
          name: "Singles' Day",
          window: WINDOW,
          steps: [],
          placements: [
            {
              name: "Feed",
              platform: "DOUYIN",
              site: "OFF_SITE",
              step: "ACQUIRE",
              objective: "BRAND_AD",
              externalIds: ["dy-1"],
            },
          ],
        },
      },
    );
    const campaign: string = created.data.createCampaign.campaign.id;
    const { data } = await test.query(BI, documentOf("campaign-journey"), { campaign });
    expect(data.campaign.journey).toMatchObject({
      from: "2025-10-31T16:00:00.000Z",
      to: "2025-11-19T16:00:00.000Z",
      hops: (
        [
          ["EXPOSURE", 3, 3, 0, 0, null], // p1 p3 p11
          ["VISIT", 9, 3, 0, 6, 0],
          ["ENGAGE", 4, 1, 0, 3, 2],
          ["ORDER", 3, 1, 1, 1, 0], // p1; skipped: p3; without: p5
          ["REPEAT", 2, 1, 0, 1, 0],
        ] satisfies Expected[]
      ).map(hopOf),
    });
    expect(data.campaign.journey.hops[1].lag).toEqual({ medianHours: 10 }); // 2 10 24
    const later = await test.query(BI, documentOf("campaign-journey"), { campaign, to: "2025-11-03T12:00:00+08:00" });
    expect(later.data.campaign.journey).toMatchObject({ to: "2025-11-03T04:00:00.000Z" });
    expect(later.data.campaign.journey.hops[1]).toMatchObject({ reached: "1", lost: "2" });
  });
});

it("brand.journeyCoverage compares platforms and says how scattered people are", async () => {
  const { journeyCoverage } = (await ask(test, tenant, "journey-coverage", WINDOW)).brand;
  const platform = (code: string, touches: number, people: number, alsoElsewhere: number): object => ({
    platform: code,
    touches: String(touches),
    people: String(people),
    alsoElsewhere: String(alsoElsewhere),
    share: people / 10,
  });
  expect(journeyCoverage).toEqual({
    asOf: "2025-11-24T16:00:00.000Z",
    suppressedBelow: 1,
    people: "10", // all but p10
    acrossPlatforms: "5", // p1 p2 p3 p4 p7
    share: 0.5,
    oneSource: "9", // all but p2
    oneIdentity: "7", // all but p1, p2 and p4
    unmatchedShare: 0.7,
    sumOfPlatforms: "15",
    fragmentation: expect.closeTo(1 - 10 / 15),
    platforms: [
      platform("DOUYIN", 3, 3, 2),
      platform("JD", 20, 9, 5),
      platform("WEIBO", 2, 2, 2),
      platform("XIAOHONGSHU", 1, 1, 1),
    ],
  });
  const empty = { from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z" };
  expect((await ask(test, tenant, "journey-coverage", empty)).brand.journeyCoverage).toMatchObject({
    people: "0",
    share: null,
    unmatchedShare: null,
    sumOfPlatforms: "0",
    fragmentation: null,
    platforms: [],
  });
});
