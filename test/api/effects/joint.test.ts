import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, ask, documentOf, type Tenant } from "./effects-setup";

let test: TestApp;
let tenant: Tenant;
let joint: string;
let self: string;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-25T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  joint = await plan("JOINT", "2025-11-01", "2025-11-12", ["DOUYIN", "joint-1"]);
  self = await plan("SELF", "2025-11-05", "2025-11-20", ["WEIBO", "self-1"]);
  // In the window that both ran 1,555.50 and 1,020.00; the first is not all that the joint campaign cost.
  await importCost(joint, ["DOUYIN", "joint-1"], { "2025-11-02": "99.00", "2025-11-06": "1555.50" });
  await importCost(self, ["WEIBO", "self-1"], { "2025-11-06": "1020.00" });
  await insertTouchpoints(test, rowsOf(tenant));
}, 60_000);
afterAll(() => test.close());

type Place = readonly [platform: string, externalId: string];

const day = (date: string): string => `${date}T00:00:00+08:00`;

async function plan(code: string, from: string, to: string, [platform, externalId]: Place): Promise<string> {
  const placements = [{ name: code, platform, externalIds: [externalId] }];
  return (await addCampaign(test, tenant, { code, from: day(from), to: day(to), placements })).id;
}

const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";

async function importCost(campaignId: string, [platform, externalId]: Place, costs: Record<string, string>) {
  const rows = Object.entries(costs).map(([date, amount]) => ({
    ...{ platform, externalId, impressions: "0", clicks: "0", cost: { amount, currencyCode: "CNY" } },
    period: { from: day(date), to: new Date(Date.parse(day(date)) + 86_400_000).toISOString() },
  }));
  const imported = await test.query(tenant.organisation.keys.ADMIN, IMPORT, {
    input: { campaignId, source: "media", rows },
  });
  expect(imported).toMatchObject({ data: { importPlacementDelivery: { rejected: 0, userErrors: [] } } });
}

const JOINT = { platform: "DOUYIN", placement: "joint-1", site: "OFF_SITE", action: "CLICK" } as const;
const SELF = { platform: "WEIBO", placement: "self-1", site: "OFF_SITE", action: "CLICK" } as const;

/**
 * 1,000 people of each arm with a touch, of whom 61 order for 112.00 each, and 50 for 80.00 (capabilities 1.3: 5.0 % to 6.1 %, and
 * 4.00 to 4.48 where the costs are 1,525.00 and 1,000.00). 20 more had a touch of both, the self-bought one last; one of them orders.
 */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const at = (time: string): string => `2025-11-${time}:00:00+08:00`;
  const arm = (first: number, touch: typeof JOINT | typeof SELF, orders: number, value: number): TouchpointRow[] =>
    Array.from({ length: 1000 }, (_, index): TouchpointRow[] => {
      const person = `p${first + index}`;
      const order = { person, at: at("08T10"), action: "ORDER", brandId, value, sourceId };
      return [{ person, at: at("06T10"), ...touch, sourceId }, ...(index < orders ? [order] : [])];
    }).flat();
  const both = Array.from({ length: 20 }, (_, index): TouchpointRow[] => [
    { person: `p${5001 + index}`, at: at("06T10"), ...JOINT, sourceId },
    { person: `p${5001 + index}`, at: at("06T11"), ...SELF, sourceId },
  ]).flat();
  return [
    ...arm(1, JOINT, 61, 11_200),
    ...arm(2001, SELF, 50, 8_000),
    ...both,
    { person: "p5001", at: at("08T10"), action: "ORDER", brandId, value: 5_000, sourceId },
    // Touched before both ran; ordered before the touch.
    { person: "p6001", at: at("03T10"), ...JOINT, sourceId },
    { person: "p6001", at: at("08T10"), action: "ORDER", brandId, value: 5_000, sourceId },
    { person: "p900", at: at("06T09"), action: "ORDER", brandId, value: 5_000, sourceId },
  ];
}

const money = (amount: string): object => ({ amount });

it("reproduces a conversion rate 22 % and a return 12 % higher, without the people of both arms", async () => {
  const { jointVersusSelf } = (await ask(test, tenant, "joint-versus-self", { campaign: joint, selfBought: [self] }))
    .campaign;
  expect(jointVersusSelf).toEqual({
    from: "2025-11-04T16:00:00.000Z",
    to: "2025-11-11T16:00:00.000Z",
    asOf: "2025-11-24T16:00:00.000Z",
    dataState: "COMPLETE",
    selfBought: [{ code: "SELF" }],
    overlap: "EXCLUDED",
    overlapPeople: "20",
    lookbackDays: 14,
    joint: {
      ...{ people: "1000", converted: "61", rate: { value: 0.061 }, roi: expect.closeTo(4.48, 12) },
      ...{ value: { amount: "6832.00", currencyCode: "CNY" }, cost: money("1555.50"), comparedCost: money("1525.00") },
    },
    self: {
      ...{ people: "1000", converted: "50", rate: { value: 0.05 }, roi: 4 },
      ...{ value: { amount: "4000.00", currencyCode: "CNY" }, cost: money("1020.00"), comparedCost: money("1000.00") },
    },
    // ln 1.22 -+ 1.96 x sqrt(1/61 - 1/1000 + 1/50 - 1/1000) = .198851 -+ .363485
    conversionChange: {
      value: expect.closeTo(0.22, 12),
      interval: { low: expect.closeTo(-0.1518, 4), high: expect.closeTo(0.7548, 4) },
    },
    verdict: "NOT_SEPARABLE",
    roiChange: expect.closeTo(0.12, 12),
  });
});

const PUBLISH =
  "mutation($input: PublishReviewInput!) { publishReview(input: $input) { run { id } userErrors { code field } } }";

it("is told by the review that names the self-bought campaign, and refused there for one of another time", async () => {
  const { BI } = tenant.organisation.keys;
  const publish = (selfBoughtCampaignIds: readonly string[]) =>
    test.query(BI, PUBLISH, { input: { campaignId: joint, selfBoughtCampaignIds } });
  const earlier = await plan("EARLIER", "2025-10-01", "2025-10-08", ["WEIBO", "earlier-1"]);
  expect((await publish([self, earlier])).data.publishReview.userErrors).toEqual([
    { code: "INVALID_INPUT", field: ["input", "selfBoughtCampaignIds", "1"] },
  ]);
  const { data } = await publish([self]);
  expect(await test.waitForRun(BI, data.publishReview.run.id)).toMatchObject({ status: "SUCCEEDED" });
  const { review } = (await ask(test, tenant, "reviewed-effects", { campaign: joint })).campaign;
  expect(review.joint).toEqual([
    {
      ...{ metric: "CONVERSION_RATE", joint: 0.061, self: 0.05, overlapPeople: "20" },
      change: { value: expect.closeTo(0.22, 12), low: expect.closeTo(-0.1518, 4), high: expect.closeTo(0.7548, 4) },
    },
    {
      ...{ metric: "ROI", joint: expect.closeTo(4.48, 12), self: 4, overlapPeople: "20" },
      change: { value: expect.closeTo(0.12, 12), low: null, high: null },
    },
  ]);
  // Everybody of the joint campaign was touched once or twice, and hardly anybody oftener.
  expect(review.frequency).toEqual(expect.objectContaining({ verdict: expect.any(String) }));
  expect(review.missingParts.map(({ part }: { part: string }) => part)).not.toContain("JOINT");
});

it("splits the people of both arms by their last touch", async () => {
  const variables = { campaign: joint, selfBought: [self], overlap: "SPLIT" };
  const { jointVersusSelf } = (await ask(test, tenant, "joint-versus-self", variables)).campaign;
  expect(jointVersusSelf).toMatchObject({
    ...{ overlap: "SPLIT", overlapPeople: "20" },
    joint: { people: "1000", converted: "61", value: { amount: "6832.00" }, comparedCost: money("1555.50") },
    self: { people: "1020", converted: "51", value: { amount: "4050.00" }, comparedCost: money("1020.00") },
  });
  expect(jointVersusSelf.self.roi).toBeCloseTo(4050 / 1020, 12);
});

it("tells no return where a cost is not known", async () => {
  const free = await plan("FREE", "2025-11-05", "2025-11-20", ["ZHIHU", "free-1"]);
  const { jointVersusSelf } = (await ask(test, tenant, "joint-versus-self", { campaign: joint, selfBought: [free] }))
    .campaign;
  expect(jointVersusSelf).toMatchObject({
    self: { people: "0", converted: "0", rate: null, cost: null, comparedCost: null, roi: null },
    ...{ conversionChange: null, verdict: "UNDEFINED", roiChange: null },
  });
});

it("refuses campaigns that cannot be compared", async () => {
  const early = await plan("EARLY", "2025-10-01", "2025-10-12", ["ZHIHU", "early-1"]);
  const refused = async (selfBought: string[]) =>
    (await test.query(tenant.organisation.keys.BI, documentOf("joint-versus-self"), { campaign: joint, selfBought }))
      .errors?.[0]?.extensions;
  expect(await refused([])).toMatchObject({ problems: [{ code: "INVALID_INPUT", field: ["selfBoughtIds"] }] });
  expect(await refused([joint])).toMatchObject({ problems: [{ code: "INVALID_INPUT" }] });
  expect(await refused([early])).toMatchObject({ problems: [{ code: "NO_COMMON_WINDOW" }] });
});
