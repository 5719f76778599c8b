import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, ask, documentOf, type Tenant } from "./journey-setup";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-25T00:00:00+08:00") });
});
afterAll(() => test.close());

const WINDOW = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-20T00:00:00+08:00" };

/** `times` impressions of each of the people `first` to `last`. */
function shown(
  tenant: Tenant,
  [first, last]: readonly [number, number],
  times: number,
  where: Partial<TouchpointRow>,
): readonly TouchpointRow[] {
  return Array.from({ length: last - first + 1 }, (_, index) => index + first).flatMap((person) =>
    Array.from({ length: times }, (_, time) => ({
      person: `p${person}`,
      at: `2025-11-${String(time + 2).padStart(2, "0")}T10:00:00+08:00`,
      action: "IMPRESSION",
      brandId: tenant.brandId,
      sourceId: tenant.sourceIds[0],
      ...where,
    })),
  );
}

const exposuresOf = async (tenant: Tenant, variables: object) =>
  (await ask(test, tenant, "exposures", { ...WINDOW, ...variables })).brand.exposures;

const sum = (impressions: number, reach: number): object => ({
  impressions: String(impressions),
  reach: String(reach),
  frequency: impressions / reach,
});
const line = (keys: object, impressions: number, reach: number): object => ({
  platform: null,
  campaignCode: null,
  appPlacementCode: null,
  creativeCode: null,
  ...keys,
  ...sum(impressions, reach),
});

describe("with small groups shown", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await addTenant(test, "open");
    const [, media] = tenant.sourceIds;
    await insertTouchpoints(test, [
      ...shown(tenant, [1, 4], 2, { platform: "DOUYIN", campaign: "SINGLES", creative: "film" }), // 8 of 4
      ...shown(tenant, [3, 5], 1, { platform: "WEIBO", campaign: "SINGLES", creative: "film", sourceId: media }), // 3 of 3
      ...shown(tenant, [1, 1], 3, { platform: "WEIBO" }), // 3 of 1
      ...shown(tenant, [9, 9], 1, { platform: "WEIBO", exposure: "OPPORTUNITY_TO_SEE" }),
      ...shown(tenant, [9, 9], 1, { platform: "WEIBO", action: "CONTENT_VIEW" }),
    ]);
  });

  it("sums impressions and counts people once, by every dimension", async () => {
    const total = sum(14, 5);
    const head = { asOf: "2025-11-24T16:00:00.000Z", isAdditive: false, suppressedBelow: 1, rest: null, total };
    expect(await exposuresOf(tenant, { by: "PLATFORM" })).toEqual({
      ...head,
      by: "PLATFORM",
      lines: [line({ platform: "DOUYIN" }, 8, 4), line({ platform: "WEIBO" }, 6, 4)],
    });
    expect(await exposuresOf(tenant, { by: "PLATFORM_AND_CAMPAIGN" })).toEqual({
      ...head,
      by: "PLATFORM_AND_CAMPAIGN",
      lines: [
        line({ platform: "DOUYIN", campaignCode: "SINGLES" }, 8, 4),
        line({ platform: "WEIBO", campaignCode: "SINGLES" }, 3, 3),
        line({ platform: "WEIBO" }, 3, 1),
      ],
    });
    expect((await exposuresOf(tenant, { by: "CAMPAIGN" })).lines).toEqual([
      line({ campaignCode: "SINGLES" }, 11, 5),
      line({}, 3, 1),
    ]);
    expect((await exposuresOf(tenant, { by: "CREATIVE" })).lines).toEqual([
      line({ creativeCode: "film" }, 11, 5),
      line({}, 3, 1),
    ]);
  });

  it("puts what is not listed into the rest", async () => {
    expect(await exposuresOf(tenant, { by: "PLATFORM_AND_CAMPAIGN", largest: 1 })).toMatchObject({
      lines: [{ platform: "DOUYIN" }],
      rest: { lines: "2", ...sum(6, 4) },
      total: sum(14, 5),
    });
  });

  it("stands beside the chain, over the same exposures", async () => {
    const { data } = await test.query(
      tenant.organisation.keys.BI,
      `query($brand: ID!, $from: DateTime!, $to: DateTime!) { brand(id: $brand) {
        journey(from: $from, to: $to, filter: { campaignCodes: ["SINGLES"] }) {
          hops { hop reached }
          exposures(by: PLATFORM_AND_CAMPAIGN) { lines { platform campaignCode impressions reach } total { impressions reach } }
        } } }`,
      { brand: tenant.brand, ...WINDOW },
    );
    expect(data.brand.journey.hops[0]).toEqual({ hop: "EXPOSURE", reached: "5" });
    expect(data.brand.journey.exposures).toEqual({
      lines: [
        { platform: "DOUYIN", campaignCode: "SINGLES", impressions: "8", reach: "4" },
        { platform: "WEIBO", campaignCode: "SINGLES", impressions: "3", reach: "3" },
      ],
      total: { impressions: "11", reach: "5" },
    });
  });

  it("does not count what names no brand for those who guess its campaign's code", async () => {
    const stranger = await addTenant(test, "stranger");
    await insertTouchpoints(test, [
      ...shown(stranger, [1, 2], 1, { brandId: 0, campaign: "618", platform: "WEIBO" }),
      ...shown(stranger, [2, 3], 1, { campaign: "618", platform: "DOUYIN" }),
    ]);
    const filter = { campaignCodes: ["618"] };
    expect((await exposuresOf(stranger, { by: "PLATFORM", filter })).total).toEqual(sum(2, 2));
    const { journey } = (await ask(test, stranger, "brand-journey", { ...WINDOW, filter })).brand;
    expect(journey.hops[0]).toMatchObject({ people: "2", reached: "2" });
  });

  it("has no people and no frequency where nothing was shown, and at most 200 lines", async () => {
    const empty = await exposuresOf(tenant, {
      by: "PLATFORM",
      from: "2025-01-01T00:00:00Z",
      to: "2025-01-02T00:00:00Z",
    });
    expect(empty).toMatchObject({ lines: [], rest: null, total: { impressions: "0", reach: "0", frequency: null } });
    const { BI } = tenant.organisation.keys;
    const variables = { brand: tenant.brand, ...WINDOW, by: "PLATFORM", largest: 201 };
    const { errors } = await test.query(BI, documentOf("exposures"), variables);
    expect(errors).toMatchObject([{ message: "largest must be 1 to 200, but got 201." }]);
  });
});

describe("with small groups withheld", () => {
  it("lists 36 apps of a campaign, and merges the small one with the next smallest", async () => {
    const tenant = await addTenant(test, "careful", 50);
    // App 1 is seen by p1 to p12, app 2 by p2 to p13 and so on; app 36 by three people only, of whom nobody saw another.
    const apps = Array.from({ length: 35 }, (_, index) => index + 1);
    const campaign = "SPLASH";
    await insertTouchpoints(test, [
      ...apps.flatMap((app) =>
        shown(tenant, [app, app + 11], 1, {
          platform: "TENCENT",
          campaign,
          appPlacement: `app-${String(app).padStart(2, "0")}`,
        }),
      ),
      ...shown(tenant, [101, 103], 2, { platform: "TENCENT", campaign, appPlacement: "app-36" }),
      ...shown(tenant, [1, 80], 1, { platform: "TENCENT", campaign: "OTHER" }),
    ]);
    const report = await exposuresOf(tenant, {
      by: "APP_PLACEMENT",
      filter: { campaignCodes: [campaign] },
      largest: 100,
    });
    expect(report.suppressedBelow).toBe(10);
    // All apps have 12 people: the last one by code goes with app 36.
    expect(report.lines).toEqual(
      apps
        .slice(0, 34)
        .map((app) => line({ platform: "TENCENT", appPlacementCode: `app-${String(app).padStart(2, "0")}` }, 12, 12)),
    );
    expect(report.rest).toEqual({ lines: "2", ...sum(12 + 6, 15) });
    expect(report.total).toEqual(sum(35 * 12 + 6, 46 + 3)); // p1 to p46, and three
  });

  it("withholds a reach that less than ten people separate from the total", async () => {
    const tenant = await addTenant(test, "dominant", 50);
    await insertTouchpoints(test, [
      ...shown(tenant, [1, 30], 1, { platform: "DOUYIN" }),
      ...shown(tenant, [20, 34], 1, { platform: "WEIBO" }), // 4 of 15 are not on Douyin
    ]);
    expect(await exposuresOf(tenant, { by: "PLATFORM" })).toMatchObject({
      lines: [
        { platform: "DOUYIN", impressions: "30", reach: null, frequency: null },
        { platform: "WEIBO", impressions: "15", reach: "15", frequency: 1 },
      ],
      rest: null,
      total: { impressions: "45", reach: "34" },
    });
  });
});

it("sums impressions in 64 bits, from the store to the answer", async () => {
  const answer = await test.app.clickhouse.query({
    query: "SELECT toTypeName(count()) AS type FROM touchpoint",
    format: "JSONEachRow",
  });
  expect(await answer.json()).toEqual([{ type: "UInt64" }]);
  const { data } = await test.query(
    (await addTenant(test, "typed")).organisation.keys.BI,
    `{ __type(name: "PointExposure") { fields { name type { ofType { name } } } } }`,
  );
  expect(data.__type.fields).toContainEqual({ name: "impressions", type: { ofType: { name: "BigInt" } } });
});
