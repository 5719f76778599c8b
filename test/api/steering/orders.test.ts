import { toNodeId } from "../../../src/graphql/node";
import { SMALLEST_LINE } from "../../../src/platform/small-groups";
import { operationOf } from "../../support/operation";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { documentOf } from "../campaigns/campaign-setup";
import { type AddedCampaign, addCampaign, addTenant, type Tenant } from "../effects/effects-setup";

const DOCUMENT = documentOf(__dirname, "steering");
const IMPORT = documentOf(`${__dirname}/../campaigns`, "import-delivery");
/** 10:30 in Shanghai: hours until 7:00 may be complete, a decision is for 11:00. */
const NOW = "2025-10-21T02:30:00.000Z";
const MIDNIGHT = Date.parse("2025-10-20T16:00:00Z");
const HOUR = 3_600_000;
const instant = (hour: number): string => new Date(MIDNIGHT + hour * HOUR).toISOString();
const cny = (amount: string) => ({ amount, currencyCode: "CNY" });

interface Steered {
  readonly tenant: Tenant;
  readonly campaign: AddedCampaign;
  plan: string;
}

let test: TestApp;
let open: Steered;
let guarded: Steered;
beforeAll(async () => {
  test = await createTestApp({ now: new Date(NOW) });
  open = await steered("open", 1);
  guarded = await steered("guarded", 50);
  await insertTouchpoints(test, [...openRows(), ...guardedRows()]);
});
afterAll(() => test.close());

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function ask({ tenant }: Pick<Steered, "tenant">, name: string, variables: object): Promise<any> {
  const { data, errors } = await test.query(tenant.organisation.keys.ADMIN, operationOf(DOCUMENT, name), variables);
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
}

const planInput = (campaign: AddedCampaign, change: object = {}): object => ({
  ...{ campaignId: campaign.id, name: "By orders", from: instant(0), to: instant(48), total: cny("960.00") },
  ...{ outcome: "ORDERS", lookbackDays: 1 },
  lines: campaign.placements.map(({ id }) => ({ placementId: id, amount: cny("480.00") })),
  ...change,
});

/** Two placements that cost 10 yuan in each of the hours 0 to 6. */
async function steered(code: string, smallGroupThreshold: number): Promise<Steered> {
  const tenant = await addTenant(test, code, { smallGroupThreshold });
  const campaign = await addCampaign(test, tenant, {
    ...{ code, from: "2025-10-20T00:00:00+08:00", to: "2025-12-01T00:00:00+08:00" },
    placements: ["a", "b"].map((name) => ({ name, platform: "DOUYIN", externalIds: [`${code}-${name}`] })),
  });
  const rows = ["a", "b"].flatMap((name) =>
    Array.from({ length: 7 }, (_, hour) => ({
      ...{ externalId: `${code}-${name}`, platform: "DOUYIN", impressions: "1000", clicks: "10", cost: cny("10.00") },
      period: { from: instant(hour), to: instant(hour + 1) },
    })),
  );
  const input = { campaignId: campaign.id, source: "report", rows };
  const { data } = await test.query(tenant.organisation.keys.AD_OPS, IMPORT, { input });
  expect(data.importPlacementDelivery.rejected).toBe(0);
  return { tenant, campaign, plan: "" };
}

const order = ({ tenant }: Steered, person: string, hour: number, change: object = {}): TouchpointRow => ({
  ...{ person, at: instant(hour), action: "ORDER", brandId: tenant.brandId, sourceId: tenant.sourceId, value: 100 },
  ...change,
});
const touch = ({ tenant }: Steered, code: string, person: string, hour: number): TouchpointRow => ({
  ...{ person, at: instant(hour), action: "CLICK", platform: "DOUYIN", site: "OFF_SITE", placement: code },
  sourceId: tenant.sourceId,
});

/**
 * By a: p1 in hour 0, p2 and p3 in hour 4. By b: p4 in hour 1, who met a before it. p5 was refunded in full, p6 met a 25 hours before,
 * p7 met nothing. No order after hour 4.
 */
function openRows(): TouchpointRow[] {
  const [a, b] = ["open-a", "open-b"];
  return [
    ...[touch(open, a, "p1", -2), order(open, "p1", 0.5)],
    ...[touch(open, a, "p2", 0.1), order(open, "p2", 4.2), touch(open, a, "p3", 4.2), order(open, "p3", 4.5)],
    ...[touch(open, a, "p4", 0.1), touch(open, b, "p4", 0.2), order(open, "p4", 1.9), touch(open, a, "p4", 2)],
    ...[touch(open, a, "p5", 0.1), order(open, "p5", 1, { orderId: "o5" })],
    order(open, "p5", 2, { action: "REFUND", orderId: "o5" }),
    ...[touch(open, a, "p6", -23.5), order(open, "p6", 1.6), order(open, "p7", 3)],
  ];
}

/** By a: one person fewer than may be told, in hour 0; by b: two more than those, in hours 0 and 6. */
function guardedRows(): TouchpointRow[] {
  const people = (from: number, count: number) => Array.from({ length: count }, (_, at) => `p${from + at}`);
  return [
    ...people(100, SMALLEST_LINE - 1).flatMap((person) => [
      ...[touch(guarded, "guarded-a", person, 0.1), order(guarded, person, 0.5)],
    ]),
    ...people(200, SMALLEST_LINE + 1).flatMap((person, at) => [
      ...[touch(guarded, "guarded-b", person, 0), order(guarded, person, at % 2 === 0 ? 0.5 : 6.5)],
    ]),
  ];
}

/** Orders by hour of each line, at 10 yuan an hour, seen at 11:00: the mean of what is believed of each, in orders a yuan. */
function expectedYields(lines: readonly (readonly number[])[]): readonly number[] {
  const weight = (hour: number): number => 2 ** (-(11 - hour - 1) / 48);
  const faded = (values: readonly number[]): number =>
    values.reduce((sum, value, hour) => sum + value * weight(hour), 0);
  const spend = lines.map((orders) => faded(orders.map(() => 10)));
  const [orders, whole] = [lines.map(faded), spend.reduce((a, b) => a + b)];
  const prior =
    whole /
    Math.max(
      orders.reduce((a, b) => a + b),
      1,
    );
  return orders.map((count, line) => (1 + count) / (prior + spend[line]!));
}

async function propose(of: Steered) {
  const { hourlyDecision, userErrors } = await ask(of, "Propose", { plan: of.plan });
  expect(userErrors).toEqual([]);
  return hourlyDecision;
}

describe("steering by orders (G46)", () => {
  it("credits each net order to the placement that was met last, in hours that are complete of orders too", async () => {
    const { steeringPlan, userErrors } = await ask(open, "Create", { input: planInput(open.campaign) });
    expect(userErrors).toEqual([]);
    open.plan = steeringPlan.id;
    const { lines, spent, reserved } = await propose(open);
    const [a, b] = expectedYields([
      [1, 0, 0, 0, 2],
      [0, 1, 0, 0, 0],
    ]);
    expect({ spent, reserved }).toEqual({ spent: { amount: "140.00" }, reserved: { amount: "80.00" } });
    const complete = { completeUntil: instant(7), outcomesUntil: instant(5), hours: 5, spend: { amount: "50.00" } };
    expect(lines).toMatchObject([
      { ...complete, outcomes: "3", yield: { value: expect.closeTo(a!, 9) } },
      { ...complete, outcomes: "1", yield: { value: expect.closeTo(b!, 9) } },
    ]);
    const { steeringBoard } = await ask(open, "Board", { brand: toNodeId("Brand", open.tenant.brandId) });
    expect(steeringBoard).toMatchObject([
      { pacing: { completeUntil: instant(7), unreportedLines: 0 }, lines: [{ completeUntil: instant(7) }, {}] },
    ]);
  });

  it("looks at later hours once orders of them are known, and marks a decision whose hours late touchpoints change", async () => {
    const { id } = await propose(open);
    await insertTouchpoints(test, [order(open, "p8", 6.5)]);
    expect(await ask(open, "Read", { id })).toMatchObject({ dataState: "PROVISIONAL" });
    const later = await propose(open);
    expect(later.lines).toMatchObject([
      { outcomesUntil: instant(7), hours: 7, outcomes: "3" },
      { outcomesUntil: instant(7), hours: 7, outcomes: "1" },
    ]);
    await insertTouchpoints(test, [touch(open, "open-b", "p9", 1), order(open, "p9", 2.5)]);
    expect(await ask(open, "Read", { id: later.id })).toMatchObject({
      dataState: "OUTDATED",
      lines: [{}, { outcomes: "1" }],
    });
    expect((await propose(open)).lines).toMatchObject([{ outcomes: "3" }, { outcomes: "2" }]);
  });

  it("tells of no line with few buyers, and judges it as if it had the most that this can be", async () => {
    const { steeringPlan } = await ask(guarded, "Create", { input: planInput(guarded.campaign) });
    guarded.plan = steeringPlan.id;
    const { lines } = await propose(guarded);
    const even = (orders: number): readonly number[] => new Array(7).fill(orders / 7);
    const [a, b] = expectedYields([even(SMALLEST_LINE - 1), even(SMALLEST_LINE + 1)]);
    expect(lines).toMatchObject([
      { hours: 7, outcomes: null, yield: { value: expect.closeTo(a!, 9) } },
      { hours: 7, outcomes: String(SMALLEST_LINE + 1), yield: { value: expect.closeTo(b!, 9) } },
    ]);
  });

  it("holds lines while no order is known, though media reported them", async () => {
    const silent = await steered("silent", 1);
    silent.plan = (await ask(silent, "Create", { input: planInput(silent.campaign) })).steeringPlan.id;
    expect((await propose(silent)).lines).toMatchObject([
      { limit: "NO_FACTS", hours: 0, outcomesUntil: instant(0), completeUntil: instant(7), outcomes: "0" },
      { limit: "NO_FACTS" },
    ]);
  });

  it.each([
    ["a look-back of nothing", { lookbackDays: 0 }],
    ["a look-back where media count", { outcome: "CLICKS" }],
  ])("refuses %s", async (_, change) => {
    const { userErrors } = await ask(open, "Create", { input: planInput(open.campaign, change) });
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "lookbackDays"] }]);
  });
});

it("runs the day of examples/queries, from the plan to its end", async () => {
  const source = documentOf(`${__dirname}/../../../examples/queries`, "steering-day");
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  const send = async (name: string, variables: object): Promise<any> => {
    const { data, errors } = await test.query(day.tenant.organisation.keys.ADMIN, operationOf(source, name), variables);
    expect(errors).toBeUndefined();
    const [answer] = Object.values<{ userErrors?: unknown }>(data);
    expect(answer!.userErrors ?? []).toEqual([]);
    return Object.values(answer!)[0];
  };
  const day = await steered("day", 1);
  await insertTouchpoints(test, [touch(day, "day-a", "p300", 1), order(day, "p300", 6.5)]);
  const plan = await send("Start", { input: planInput(day.campaign), key: "start" });
  expect(plan).toMatchObject({ outcome: "ORDERS", lookbackDays: 1, mode: "MANUAL" });
  const decision = await send("Propose", { plan: plan.id, key: "11:00" });
  expect(decision.lines).toMatchObject([{ outcomes: "1" }, { outcomes: "0" }]);
  const [board] = await send("Board", { brand: toNodeId("Brand", day.tenant.brandId) });
  expect(board).toMatchObject({ id: plan.id, openDecision: { id: decision.id, dataState: "PROVISIONAL" } });
  const { id } = decision;
  await send("Approve", { id, version: 1, reason: "As planned." });
  await send("Apply", { id, version: 2, key: "apply" });
  expect(await send("RollBack", { id, version: 3, reason: "Out of stock.", key: "back" })).toMatchObject({
    state: "ROLLED_BACK",
  });
  const { nodes } = await send("Day", { plan: plan.id });
  expect(nodes.map(({ changes }: { changes: { change: string }[] }) => changes.map(({ change }) => change))).toEqual([
    ["PROPOSED", "APPROVED", "APPLIED", "ROLLED_BACK"],
  ]);
  expect(await send("End", { plan: plan.id, version: 3 })).toEqual({ endedAt: NOW });
});
