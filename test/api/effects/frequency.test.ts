import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, ask, documentOf, type Tenant } from "./effects-setup";

let test: TestApp;
let tenant: Tenant;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
});
afterAll(() => test.close());

const SINGLES = {
  code: "SINGLES",
  from: "2025-11-01T00:00:00+08:00",
  to: "2025-11-12T00:00:00+08:00",
  placements: [{ name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"] }],
};

/** Conversions among 1,000 people each with 1 to 10 touches: 8 is best (capabilities 1.3). */
const CONVERSIONS = [5, 8, 11, 15, 18, 21, 24, 30, 26, 22];

/** People of 1 to 10 touches, `people` each, of whom the first ones order after all of their touches; numbered from `first`. */
function curveRows({ brandId, sourceId }: Tenant, people: number, conversions: readonly number[], first = 1) {
  const rows: TouchpointRow[] = [];
  let next = first;
  for (const [index, won] of conversions.entries()) {
    for (let place = 0; place < people; place++) {
      const person = `p${next++}`;
      for (let touch = 0; touch <= index; touch++)
        rows.push({
          ...{ person, sourceId, platform: "DOUYIN", site: "OFF_SITE", placement: "dy-1" },
          at: `2025-11-02T${String(8 + touch).padStart(2, "0")}:00:00+08:00`,
          action: touch % 2 === 0 ? "IMPRESSION" : "CLICK",
        });
      if (place < won)
        rows.push({ person, sourceId, brandId, at: "2025-11-05T10:00:00+08:00", action: "ORDER", value: 100 });
    }
  }
  return rows;
}

describe("the fixture of the case", () => {
  let campaign: string;
  beforeAll(async () => {
    campaign = (await addCampaign(test, tenant, SINGLES)).id;
    const { brandId, sourceId } = tenant;
    const splash = { platform: "DOUYIN", placement: "dy-1", site: "OFF_SITE" } as const;
    await insertTouchpoints(test, [
      ...curveRows(tenant, 1000, CONVERSIONS),
      // What makes no touch of the curve: on site, of another campaign, before the window, after the order, an opportunity to see.
      { person: "p1", at: "2025-11-03T10:00:00+08:00", action: "CLICK", ...splash, site: "ON_SITE", sourceId },
      {
        person: "p1",
        at: "2025-11-03T10:00:00+08:00",
        action: "CLICK",
        platform: "DOUYIN",
        site: "OFF_SITE",
        sourceId,
      },
      { person: "p1", at: "2025-10-31T23:59:59+08:00", action: "CLICK", ...splash, sourceId },
      { person: "p1", at: "2025-11-06T10:00:00+08:00", action: "CLICK", ...splash, sourceId },
      {
        person: "p1",
        at: "2025-11-03T11:00:00+08:00",
        action: "IMPRESSION",
        ...splash,
        exposure: "OPPORTUNITY_TO_SEE",
        sourceId,
      },
      // Who ordered before the first touch is not in it; who ordered elsewhere, or sent it back, did not convert.
      { person: "p20001", at: "2025-11-02T10:00:00+08:00", action: "ORDER", brandId, value: 100, sourceId },
      { person: "p20001", at: "2025-11-03T10:00:00+08:00", action: "CLICK", ...splash, sourceId },
      {
        person: "p1000",
        at: "2025-11-05T10:00:00+08:00",
        action: "ORDER",
        brandId: tenant.otherBrandId,
        value: 100,
        sourceId,
      },
      {
        person: "p999",
        at: "2025-11-05T10:00:00+08:00",
        action: "ORDER",
        brandId,
        orderId: "o1",
        value: 100,
        sourceId,
      },
      {
        person: "p999",
        at: "2025-11-09T10:00:00+08:00",
        action: "REFUND",
        brandId,
        orderId: "o1",
        value: 100,
        sourceId,
      },
    ] as TouchpointRow[]);
  }, 60_000);

  it("has the highest rate at 8 touches, not separable from 5 to 10", async () => {
    const { frequencyCurve } = (await ask(test, tenant, "frequency-curve", { campaign })).campaign;
    expect(frequencyCurve).toMatchObject({
      from: "2025-10-31T16:00:00.000Z",
      to: "2025-11-11T16:00:00.000Z",
      asOf: "2025-11-19T16:00:00.000Z",
      dataState: "COMPLETE",
      suppressedBelow: 1,
      cap: 10,
      minimumPeople: 100,
      best: { touches: 8, verdict: "NOT_SEPARABLE", from: 5, to: 10 },
      noBestReason: null,
    });
    expect(frequencyCurve.points).toEqual(
      CONVERSIONS.map((conversions, index) => ({
        touches: index + 1,
        isOpen: index === 9,
        people: "1000",
        conversions: String(conversions),
        rate: { value: conversions / 1000, low: expect.any(Number), high: expect.any(Number) },
      })),
    );
    expect(frequencyCurve.points[7].rate.low).toBeCloseTo(0.0210937, 7);
    expect(frequencyCurve.points[7].rate.high).toBeCloseTo(0.0425034, 7);
  });

  it("joins what lies beyond the cap, and finds no best among too few", async () => {
    const capped = (await ask(test, tenant, "frequency-curve", { campaign, cap: 3 })).campaign.frequencyCurve;
    expect(capped.points).toMatchObject([
      { touches: 1, isOpen: false, people: "1000", conversions: "5" },
      { touches: 2, isOpen: false, people: "1000", conversions: "8" },
      { touches: 3, isOpen: true, people: "8000", conversions: "167" },
    ]);
    expect(capped.best).toEqual({ touches: 3, verdict: "SEPARABLE", from: 3, to: 3 });
    const few = (await ask(test, tenant, "frequency-curve", { campaign, minimumPeople: 1001 })).campaign.frequencyCurve;
    expect(few).toMatchObject({ best: null, noBestReason: "TOO_FEW_PEOPLE" });
  });

  it("refuses a cap and a minimum out of bounds", async () => {
    for (const [change, field] of [
      [{ cap: 1 }, "cap"],
      [{ cap: 51 }, "cap"],
      [{ minimumPeople: 0 }, "minimumPeople"],
    ] as const) {
      const { BI } = tenant.organisation.keys;
      const { errors } = await test.query(BI, documentOf("frequency-curve"), { campaign, ...change });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", problems: [{ field: [field] }] } }]);
    }
  });

  it("stands beside a published report and stays as it was when late data come", async () => {
    const { BI } = tenant.organisation.keys;
    const variables = { input: { campaignId: campaign, models: ["LAST_TOUCH"] }, key: "report" };
    const { run } = (await test.query(BI, documentOf("run-attribution"), variables)).data.runAttribution;
    expect(await test.waitForRun(BI, run.id)).toMatchObject({ status: "SUCCEEDED" });
    const read = () => ask(test, tenant, "report-frequency", { campaign });
    const { frequency } = (await read()).campaign.attributionReport;
    expect(frequency).toHaveLength(10);
    expect(frequency[7]).toMatchObject({
      touches: 8,
      people: "1000",
      conversions: "30",
      best: { verdict: "NOT_SEPARABLE", from: 5, to: 10 },
    });
    expect(frequency.filter(({ best }: { best: unknown }) => best !== null)).toHaveLength(1);
    await insertTouchpoints(test, curveRows(tenant, 10, [9, 9], 30_001));
    expect((await read()).campaign.attributionReport.frequency).toEqual(frequency);
    const { points } = (await ask(test, tenant, "frequency-curve", { campaign })).campaign.frequencyCurve;
    expect(points[0]).toMatchObject({ people: "1010", conversions: "14" });
  }, 60_000);
});

it("withholds small cells and tells nothing that gives them away", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 10 });
  const { id: campaign } = await addCampaign(test, careful, SINGLES);
  // 40 people each: 12 conversions and 28 without one; 4 and 36; 35 and 5; nobody converts.
  await insertTouchpoints(test, curveRows(careful, 40, [12, 4, 35, 0]));
  const { frequencyCurve } = (await ask(test, careful, "frequency-curve", { campaign, cap: 5, minimumPeople: 20 }))
    .campaign;
  expect(frequencyCurve).toMatchObject({ suppressedBelow: 10, roundedTo: 10 });
  expect(frequencyCurve.points).toMatchObject([
    { people: "40", conversions: "10", rate: { value: 0.25 } },
    { people: "40", conversions: null, rate: null },
    { people: "40", conversions: null, rate: null },
    { people: "40", conversions: "0", rate: { value: 0 } },
    { people: "0", conversions: "0", rate: null },
  ]);
  expect(frequencyCurve.best).toEqual({ touches: 1, verdict: "SEPARABLE", from: 1, to: 1 });
});

it("says when nobody converted", async () => {
  const quiet = await addTenant(test, "quiet");
  const { id: campaign } = await addCampaign(test, quiet, SINGLES);
  await insertTouchpoints(test, curveRows(quiet, 20, [0, 0]));
  const { frequencyCurve } = (await ask(test, quiet, "frequency-curve", { campaign, minimumPeople: 10 })).campaign;
  expect(frequencyCurve).toMatchObject({ best: null, noBestReason: "NO_CONVERSIONS" });
});
