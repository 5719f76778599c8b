import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, ask, documentOf, type Tenant } from "./effects-setup";

let test: TestApp;
let tenant: Tenant;
let campaign: string;
const SINGLES = {
  code: "SINGLES",
  from: "2025-11-01T00:00:00+08:00",
  to: "2025-11-12T00:00:00+08:00",
  placements: [
    { name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"] },
    { name: "Topic", platform: "WEIBO", externalIds: ["wb-1"] },
  ],
};
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  campaign = (await addCampaign(test, tenant, SINGLES)).id;
  await insertTouchpoints(test, rowsOf(tenant));
});
afterAll(() => test.close());

const touch = (person: string, day: string, platform: "DOUYIN" | "WEIBO"): Omit<TouchpointRow, "sourceId"> => ({
  ...{ person, at: `2025-${day}:00+08:00`, action: "IMPRESSION", platform, site: "OFF_SITE" },
  placement: platform === "DOUYIN" ? "dy-1" : "wb-1",
});

/**
 * p1 after half an hour, and puts into the cart; p2 after 23 hours; p3 after 25; p4 two hours after Douyin and 24 after Weibo,
 * having searched before; p5 was there before only; p6 orders two hours after a touch of the last evening; p7 was not touched; p8 came
 * to no place on site.
 */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const act = (person: string, day: string, action = "VISIT", site: "ON_SITE" | "OFF_SITE" = "ON_SITE") => ({
    ...{ person, at: `2025-${day}:00+08:00`, action, brandId, site },
  });
  const rows = [
    ...[touch("p1", "11-02T10:00", "DOUYIN"), act("p1", "11-02T10:30"), act("p1", "11-02T11:00", "ADD_TO_CART")],
    ...[touch("p2", "11-02T10:00", "DOUYIN"), act("p2", "11-03T09:00")],
    ...[touch("p3", "11-02T10:00", "DOUYIN"), act("p3", "11-03T11:00")],
    ...[touch("p4", "11-02T10:00", "WEIBO"), touch("p4", "11-03T08:00", "DOUYIN")],
    ...[act("p4", "11-02T09:00", "SEARCH"), act("p4", "11-03T10:00")],
    ...[touch("p5", "11-02T10:00", "WEIBO"), act("p5", "11-02T09:00")],
    ...[touch("p6", "11-11T23:00", "WEIBO"), act("p6", "11-12T01:00", "ORDER")],
    act("p7", "11-02T10:30"),
    ...[touch("p8", "11-02T10:00", "DOUYIN"), act("p8", "11-02T10:30", "VISIT", "OFF_SITE")],
  ];
  return rows.map((row) => ({ ...row, sourceId }));
}

const BEGINS = [0, 1, 3, 6, 12, 24];
const lags = (...people: number[]): object[] =>
  people.map((count, index) => ({ fromHours: BEGINS[index], toHours: BEGINS[index + 1], people: String(count) }));

it("counts who came on site within a day of a touch, how long it took and who was activated", async () => {
  const { arrivalFunnel } = (await ask(test, tenant, "arrival-funnel", { campaign })).campaign;
  expect(arrivalFunnel).toMatchObject({ withinHours: 24, suppressedBelow: 1, to: "2025-11-11T16:00:00.000Z" });
  expect(arrivalFunnel.total).toEqual({
    platform: null,
    touched: "7",
    arrived: "4",
    rate: { value: 4 / 7, low: expect.closeTo(0.2505, 4), high: expect.closeTo(0.8418, 4) },
    medianHours: 2,
    p90Hours: expect.closeTo(16.7, 9), // of .5, 2, 2, 23: 2 + .7 x 21
    lags: lags(1, 2, 0, 0, 1),
    activated: "2",
    activationRate: { value: 0.5 },
  });
  expect(arrivalFunnel.platforms).toMatchObject([
    { platform: "DOUYIN", touched: "5", arrived: "3", medianHours: 2, lags: lags(1, 1, 0, 0, 1), activated: "1" },
    { platform: "WEIBO", touched: "3", arrived: "2", medianHours: 13, lags: lags(0, 1, 0, 0, 1), activated: "1" },
  ]);
});

it("counts later arrivals with more hours, and fewer with less", async () => {
  const { total } = (await ask(test, tenant, "arrival-funnel", { campaign, withinHours: 48 })).campaign.arrivalFunnel;
  expect(total).toMatchObject({ arrived: "5", medianHours: 2 });
  expect(total.lags.at(-1)).toEqual({ fromHours: 24, toHours: 48, people: "1" });
  const one = (await ask(test, tenant, "arrival-funnel", { campaign, withinHours: 1 })).campaign.arrivalFunnel;
  expect(one.total).toMatchObject({ arrived: "1", lags: [{ fromHours: 0, toHours: 1, people: "1" }] });
});

it("has defined answers for nobody, and refuses hours out of bounds", async () => {
  const empty = await addCampaign(test, tenant, { ...SINGLES, code: "EMPTY", placements: [] });
  const { arrivalFunnel } = (await ask(test, tenant, "arrival-funnel", { campaign: empty.id })).campaign;
  expect(arrivalFunnel.platforms).toEqual([]);
  expect(arrivalFunnel.total).toMatchObject({ touched: "0", arrived: "0", rate: null, medianHours: null });
  for (const withinHours of [0, 721]) {
    const { BI } = tenant.organisation.keys;
    const { errors } = await test.query(BI, documentOf("arrival-funnel"), { campaign, withinHours });
    expect(errors).toMatchObject([{ extensions: { problems: [{ field: ["withinHours"] }] } }]);
  }
});

it("withholds small groups and what would give them away", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 1 });
  const { id } = await addCampaign(test, careful, SINGLES);
  const { brandId, sourceId } = careful;
  // 30 touched on Douyin, of whom 26 arrive; 4 on Weibo, whom the total less Douyin would tell.
  const rows = Array.from({ length: 34 }, (_, index): TouchpointRow[] => [
    { ...touch(`p${index + 1}`, "11-02T10:00", index < 30 ? "DOUYIN" : "WEIBO"), sourceId },
    ...(index < 26
      ? [{ person: `p${index + 1}`, at: "2025-11-02T10:30:00+08:00", action: "VISIT", brandId, sourceId }]
      : []),
  ]).flat();
  await insertTouchpoints(test, rows);
  const { arrivalFunnel } = (await ask(test, careful, "arrival-funnel", { campaign: id })).campaign;
  expect(arrivalFunnel.suppressedBelow).toBe(10);
  const [douyin, weibo] = arrivalFunnel.platforms;
  expect(weibo).toMatchObject({ touched: null, rate: null });
  expect([arrivalFunnel.total.touched, douyin.touched]).toContain(null);
  // 4 of Douyin's 30, and 8 of all 34, did not arrive.
  expect(douyin.touched === null || douyin.arrived === null).toBe(true);
  expect(arrivalFunnel.total.touched === null || arrivalFunnel.total.arrived === null).toBe(true);
});
