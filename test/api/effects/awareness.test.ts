import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, ask, type Tenant } from "./effects-setup";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
});
afterAll(() => test.close());

const SINGLES = {
  ...{ code: "SINGLES", from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00" },
  placements: [{ name: "Splash", platform: "DOUYIN", externalIds: ["dy-1"] }],
};

/**
 * Seen once before, elsewhere: 100 exposed, of whom 20 search and 30 visit, and 200 not exposed, of whom 20 search and 30 visit. Had
 * visited the shop before: 50 and 50, of whom 25 and 25 search. 7 exposed were not seen before, one had bought: nobody is like them.
 */
function rowsOf({ brandId, otherBrandId, sourceId }: Tenant): TouchpointRow[] {
  let next = 1;
  const group = (count: number, before: object, isExposed: boolean, searches: number, visits: number) =>
    Array.from({ length: count }, (_, index): TouchpointRow[] => {
      const person = `p${next++}`;
      const act = (at: string, action: string, more: object): TouchpointRow => ({
        ...{ person, sourceId, action, at: `2025-${at}:00:00+08:00` },
        ...more,
      });
      return [
        ...(Object.keys(before).length > 0 ? [act("10-20T10", "CLICK", before)] : []),
        ...(isExposed
          ? [act("11-03T10", "IMPRESSION", { platform: "DOUYIN", placement: "dy-1", site: "OFF_SITE" })]
          : []),
        ...(index < searches ? [act("11-05T10", "SEARCH", { brandId })] : []),
        ...(index < visits ? [act("11-05T11", "VISIT", { brandId })] : []),
      ];
    }).flat();
  const elsewhere = { brandId: otherBrandId };
  const visited = { brandId, action: "VISIT" };
  return [
    ...group(100, elsewhere, true, 20, 30),
    ...group(200, elsewhere, false, 20, 30),
    ...group(50, visited, true, 25, 0),
    ...group(50, visited, false, 25, 0),
    ...group(7, {}, true, 7, 7),
    ...group(1, elsewhere, true, 1, 1),
    { person: `p${next - 1}`, at: "2025-07-20T10:00:00+08:00", action: "ORDER", brandId, sourceId },
    // Searched before the first touch: not its effect.
    { person: "p100", at: "2025-11-02T10:00:00+08:00", action: "SEARCH", brandId, sourceId },
  ];
}

it("compares the exposed with people who were like them before", async () => {
  const tenant = await addTenant(test, "watches");
  const { id: campaign } = await addCampaign(test, tenant, SINGLES);
  await insertTouchpoints(test, rowsOf(tenant));
  const { awarenessLift } = (await ask(test, tenant, "awareness-lift", { campaign })).campaign;
  expect(awarenessLift).toMatchObject({ matchedPeople: "150", unmatchedPeople: "8", controlPeople: "250" });
  expect(awarenessLift.matching).toMatch(/^Exposed and unexposed people are alike in the 30 days before the window/);
  // (20 x 200/300 + 25 x 50/100) / (20 x 100/300 + 25 x 50/100) = 25.8333 / 19.1667
  expect(awarenessLift.brandSearch).toEqual({
    exposed: "45",
    exposedRate: { value: 0.3, low: expect.any(Number), high: expect.any(Number) },
    expectedRate: expect.closeTo((100 * 0.1 + 50 * 0.5) / 150, 12),
    // Variance of its logarithm: (7.5556 + 6.25) / (25.8333 x 19.1667) = .027882; .29849 -+ 1.96 x .16698.
    lift: {
      value: expect.closeTo(25.83333333 / 19.16666667, 6),
      interval: { low: expect.closeTo(0.9716, 3), high: expect.closeTo(1.8697, 3) },
    },
    verdict: "NOT_SEPARABLE",
  });
  expect(awarenessLift.shopVisit).toMatchObject({ exposed: "30", lift: { value: 2 }, verdict: "HIGHER" });
});

it("has defined answers where nobody was exposed", async () => {
  const quiet = await addTenant(test, "quiet");
  const { id: campaign } = await addCampaign(test, quiet, SINGLES);
  const { awarenessLift } = (await ask(test, quiet, "awareness-lift", { campaign })).campaign;
  const nothing = { exposed: "0", exposedRate: null, expectedRate: null, lift: null, verdict: "UNDEFINED" };
  expect(awarenessLift).toMatchObject({
    ...{ matchedPeople: "0", unmatchedPeople: "0", controlPeople: "0" },
    ...{ brandSearch: nothing, shopVisit: nothing },
  });
});

it("withholds small groups, and tells no lift of them", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 10 });
  const { id: campaign } = await addCampaign(test, careful, SINGLES);
  await insertTouchpoints(
    test,
    rowsOf(careful).filter(({ action, at }) => action !== "VISIT" || at < "2025-11-01"),
  );
  const { awarenessLift } = (await ask(test, careful, "awareness-lift", { campaign })).campaign;
  expect(awarenessLift).toMatchObject({ unmatchedPeople: null, matchedPeople: "150", controlPeople: "250" });
  expect(awarenessLift.brandSearch).toMatchObject({ exposed: "50", lift: { value: 1.3 } }); // 45 and 1.348, rounded
  expect(awarenessLift.shopVisit).toMatchObject({ exposed: "0", lift: null });
});
