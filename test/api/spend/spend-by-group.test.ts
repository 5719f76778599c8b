import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { type AddedCampaign, addCampaign, addTenant, type Tenant } from "../effects/effects-setup";

const SPEND = readFileSync(join(__dirname, "spend-by-group.graphql"), "utf8");
const CREATE_PACK =
  "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }";
const REPLACE = `mutation($id: ID!, $rules: AudienceRuleInput!) {
  replaceAudiencePackRules(id: $id, rules: $rules, expectedVersion: 1) { userErrors { message } } }`;
const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";
const PLAN = "mutation($input: PlanFlightInput!) { planFlight(input: $input) { userErrors { message } } }";
const SET = `mutation($input: SetReachStrategiesInput!) {
  setReachStrategies(input: $input, expectedVersion: 0) { reachStrategies { version } userErrors { message } } }`;

const time = { now: new Date("2025-11-20T00:00:00+08:00") };
let test: TestApp;
let tenant: Tenant;
let campaign: AddedCampaign;
beforeAll(async () => {
  test = await createTestApp(time);
  tenant = await addTenant(test, "watches");
  const base = await addPack("Base", { group: { in: ["BASE"] } });
  const [potential, industry] = [
    await addPack("Potential", { allOf: [{ group: { in: ["POTENTIAL"] } }, { stage: { in: ["APPEAL"] } }] }),
    await addPack("Industry", { group: { in: ["INDUSTRY"] } }),
  ];
  const [several, fans] = [
    await addPack("Several", { cell: { intent: ["BRAND"] } }),
    await addPack("Fans", { stage: { in: ["ACT"] } }),
  ];
  const placement = (name: string, objective: string, audiencePackId?: string): object => ({
    ...{ name, platform: "JD", site: "ON_SITE", externalIds: [name], objective },
    ...(audiencePackId && { audiencePackId }),
  });
  campaign = await addCampaign(test, tenant, {
    code: "SINGLES",
    from: "2025-11-01T00:00:00+08:00",
    to: "2025-11-12T00:00:00+08:00",
    placements: [
      placement("base", "PERFORMANCE_AD", base),
      placement("base-too", "PERFORMANCE_AD", base),
      placement("search", "SEARCH_AD", potential),
      placement("display", "BRAND_AD", potential),
      placement("coupon", "SMART_COUPON", industry),
      placement("several", "RECOMMEND_AD", several),
      placement("fans", "CONTENT_SEED", fans),
      placement("open", "BRAND_AD"),
    ],
  });
  // The placement keeps the version that it was bought with, so its money stays the base's.
  expect(await mutate(REPLACE, { id: base, rules: { group: { in: ["INDUSTRY"] } } })).toEqual({ userErrors: [] });
  const costs = { base: "10.01", search: "20.02", display: "5.00", coupon: "7.07", several: "3.03", fans: "1.01" };
  await report({ ...costs, open: "4.00" }, 1);
  await report({ base: "0.99" }, 2);
  time.now = new Date("2025-10-20T00:00:00+08:00");
  for (const [name, amount] of Object.entries({ base: "12.00", search: "15.00" })) {
    const placementId = campaign.placements.find((one) => one.name === name)!.id;
    const days = { startsOn: "2025-11-01", endsOn: "2025-11-02", format: "FEED" };
    const input = { ...days, placementId, plannedCost: { amount, currencyCode: "CNY" } };
    expect(await mutate(PLAN, { input })).toEqual({ userErrors: [] });
  }
});
afterAll(() => test.close());

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function mutate(document: string, variables: object): Promise<any> {
  const { data, errors } = await test.query(tenant.organisation.keys.ADMIN, document, variables);
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
}

async function addPack(name: string, rules: object): Promise<string> {
  const input = { brandId: toNodeId("Brand", tenant.brandId), name, rules };
  return (await mutate(CREATE_PACK, { input })).audiencePack.id;
}

async function report(costs: Readonly<Record<string, string>>, day: number): Promise<void> {
  const rows = Object.entries(costs).map(([externalId, amount]) => ({
    ...{ platform: "JD", externalId, impressions: "1000", clicks: "10", cost: { amount, currencyCode: "CNY" } },
    period: { from: `2025-11-0${day}T00:00:00+08:00`, to: `2025-11-0${day + 1}T00:00:00+08:00` },
  }));
  const input = { campaignId: campaign.id, source: "media", rows };
  expect(await mutate(IMPORT, { input })).toEqual({ rejected: 0, userErrors: [] });
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function read(version: number | null = null): Promise<any> {
  const answer = await test.query(tenant.organisation.keys.BI, SPEND, { campaign: campaign.id, version });
  expect(answer.errors).toBeUndefined();
  return answer.data.campaign;
}

/** "GROUP INSTRUMENT": what was bought; * when the strategies choose it. */
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
const told = (lines: readonly any[]): Record<string, unknown> =>
  Object.fromEntries(
    lines.map(({ group, noGroupReason, instrument, isInStrategy, ...line }) => [
      `${group ?? noGroupReason} ${instrument}${isInStrategy ? " *" : ""}`,
      [line.placements, line.placementsWithoutCost, line.planned?.amount ?? null, line.cost.amount],
    ]),
  );
const fen = (amount: string): number => Math.round(Number(amount) * 100);

it("tells spend by group and instrument, to the campaign's cost, beside what is chosen and not bought", async () => {
  const { spendByGroup, spendByAim } = await read();
  const { lines, ...head } = spendByGroup;
  const whole = 10.01 + 0.99 + 20.02 + 5 + 7.07 + 3.03 + 1.01 + 4;
  expect(head).toEqual({
    strategyVersion: 0,
    ruleSet: { code: expect.any(String) },
    cost: { amount: whole.toFixed(2), currencyCode: "CNY" },
  });
  expect(Object.entries(told(lines))).toEqual([
    ["BASE PERFORMANCE_AD *", [2, 1, "12.00", "11.00"]],
    ["POTENTIAL SEARCH *", [1, 0, "15.00", "20.02"]],
    ["POTENTIAL RECOMMEND *", [0, 0, null, "0.00"]],
    ["POTENTIAL BRAND_AD", [1, 0, null, "5.00"]],
    ["INDUSTRY SMART_COUPON *", [1, 0, null, "7.07"]],
    ["NO_PACK BRAND_AD", [1, 0, null, "4.00"]],
    ["NO_GROUP_NAMED CONTENT_SEED", [1, 0, null, "1.01"]],
    ["SEVERAL_GROUPS RECOMMEND", [1, 0, null, "3.03"]],
  ]);
  const sumOf = (of: readonly { cost: { amount: string } }[]): number =>
    of.reduce((sum, { cost }) => sum + fen(cost.amount), 0);
  expect(sumOf(lines)).toBe(sumOf(spendByAim));
  expect(sumOf(lines)).toBe(fen(head.cost.amount));
  expect(lines[0].share).toBeCloseTo(11 / whole, 12);
});

it("compares with the strategies in force when the campaign began, or with a version", async () => {
  const input = { brandId: toNodeId("Brand", tenant.brandId), strategies: [], cells: [] };
  const instruments = [
    { group: "PENETRATION", instruments: ["BRAND_AD"] },
    { group: "POTENTIAL", instruments: ["BRAND_AD"] },
  ];
  expect(await mutate(SET, { input: { ...input, instruments } })).toMatchObject({ userErrors: [] });
  const { spendByGroup } = await read();
  expect(spendByGroup.strategyVersion).toBe(1);
  expect(Object.keys(told(spendByGroup.lines))).toEqual([
    "BASE PERFORMANCE_AD *",
    "POTENTIAL BRAND_AD *",
    "POTENTIAL SEARCH",
    "INDUSTRY SMART_COUPON *",
    "PENETRATION BRAND_AD *",
    ...["NO_PACK BRAND_AD", "NO_GROUP_NAMED CONTENT_SEED", "SEVERAL_GROUPS RECOMMEND"],
  ]);
  const shipped = (await read(0)).spendByGroup;
  expect(shipped.strategyVersion).toBe(0);
  expect(Object.keys(told(shipped.lines))).toContain("POTENTIAL SEARCH *");

  // A change after the campaign began is of no concern to it.
  time.now = new Date("2025-11-05T00:00:00+08:00");
  const later = SET.replace("expectedVersion: 0", "expectedVersion: 1");
  expect(await mutate(later, { input })).toMatchObject({ reachStrategies: { version: 2 } });
  expect((await read()).spendByGroup.strategyVersion).toBe(1);
});

it("refuses a version that the strategies never had", async () => {
  const { errors } = await test.query(tenant.organisation.keys.BI, SPEND, { campaign: campaign.id, version: 9 });
  expect(errors).toMatchObject([{ message: expect.stringContaining("but got 9"), path: ["campaign", "spendByGroup"] }]);
});

it("tells null shares of a campaign without cost", async () => {
  const { id } = await addCampaign(test, tenant, {
    ...{ code: "FREE", from: "2025-11-01T00:00:00+08:00", to: "2025-11-12T00:00:00+08:00", placements: [] },
  });
  const { data } = await test.query(tenant.organisation.keys.BI, SPEND, { campaign: id, version: 0 });
  const { lines, cost } = data.campaign.spendByGroup;
  expect(cost.amount).toBe("0.00");
  expect(lines.map((line: { share: unknown }) => line.share)).toEqual([null, null, null, null]);
});
