import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, ask, documentOf, type Tenant } from "./effects-setup";

let test: TestApp;
let tenant: Tenant;
let holdout: string;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  await insertTouchpoints(test, rowsOf(tenant));
  holdout = await buildPack(tenant, "Held out");
});
afterAll(() => test.close());

const CREATE = `mutation($input: CreateAudiencePackInput!) {
  createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }`;
const BUILD =
  "mutation($id: ID!) { buildAudiencePack(id: $id, expectedVersion: 1) { run { id } userErrors { message } } }";

async function createPack({ organisation, brandId }: Tenant, name: string): Promise<string> {
  const rules = { did: { action: "FAVOURITE", within: { days: 60 } } };
  const input = { brandId: toNodeId("Brand", brandId), name, rules };
  return (await test.query(organisation.keys.ADMIN, CREATE, { input })).data.createAudiencePack.audiencePack.id;
}

/** Everybody who saved something in October: the fixture's holdout. */
async function buildPack(of: Tenant, name: string): Promise<string> {
  const id = await createPack(of, name);
  const { run } = (await test.query(of.organisation.keys.ADMIN, BUILD, { id })).data.buildAudiencePack;
  expect(await test.waitForRun(of.organisation.keys.ADMIN, run.id)).toMatchObject({ status: "SUCCEEDED" });
  return id;
}

/** 200 got it, of whom 80 used it for 5.00 each and 50 ordered; 100 are held out, of whom 15 ordered and one got it all the same. */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const act = (index: number, at: string, action: string, more: object = {}): TouchpointRow => ({
    ...{ person: `p${index + 1}`, at: `2025-${at}:00:00+08:00`, action, brandId, sourceId },
    ...more,
  });
  const benefit = "COUPON";
  const issued = Array.from({ length: 200 }, (_, index) => [
    act(index, "11-02T10", "BENEFIT_ISSUE", { benefit }),
    ...(index < 10 ? [act(index, "11-03T10", "BENEFIT_ISSUE", { benefit })] : []),
    ...(index < 80 ? [act(index, "11-04T10", "BENEFIT_REDEEM", { benefit, value: 500 })] : []),
    ...(index < 50 ? [act(index, "11-04T10", "ORDER", { value: 10_000 })] : []),
  ]).flat();
  const heldOut = Array.from({ length: 100 }, (_, index) => [
    act(1000 + index, "10-20T10", "FAVOURITE"),
    ...(index < 15 ? [act(1000 + index, "11-09T10", "ORDER", { value: 10_000 })] : []),
  ]).flat();
  return [
    ...issued,
    ...heldOut,
    act(1099, "11-02T10", "BENEFIT_ISSUE", { benefit }),
    act(300, "11-02T10", "BENEFIT_ISSUE", { benefit: "OTHER" }),
    act(300, "11-04T10", "BENEFIT_REDEEM", { benefit: "OTHER" }),
    act(301, "11-01T10", "ORDER", { value: 10_000 }),
  ];
}

const variables = (change: object = {}): object => ({
  ...{ brand: toNodeId("Brand", tenant.brandId), benefit: "COUPON", holdout, withinDays: 3 },
  ...{ from: "2025-11-01T00:00:00+08:00", to: "2025-11-08T00:00:00+08:00" },
  ...change,
});

it("tells redemptions, orders beyond the holdout's, and what one of them cost", async () => {
  const { incentiveEffect } = (await ask(test, tenant, "incentive-effect", variables())).brand;
  expect(incentiveEffect).toEqual({
    from: "2025-10-31T16:00:00.000Z",
    to: "2025-11-07T16:00:00.000Z",
    dataState: "COMPLETE",
    benefit: "COUPON",
    holdout: { name: "Held out" },
    withinDays: 3,
    issued: "200",
    redeemed: "80",
    redemptionRate: { value: 0.4, low: expect.closeTo(0.3346, 3), high: expect.closeTo(0.4692, 3) },
    issuedBuyers: "50",
    issuedRate: { value: 0.25 },
    heldOut: "100",
    heldOutBuyers: "15",
    heldOutRate: { value: 0.15 },
    leaked: "1",
    // .25 in .1952 to .3143 and .15 in .0931 to .2328 by Wilson: .10 - sqrt(.0548^2 + .0828^2), .10 + sqrt(.0643^2 + .0569^2).
    uplift: {
      value: expect.closeTo(0.1, 12),
      interval: { low: expect.closeTo(0.0007, 3), high: expect.closeTo(0.1858, 3) },
    },
    incrementalOrders: {
      value: expect.closeTo(20, 9),
      interval: { low: expect.closeTo(0.14, 0), high: expect.closeTo(37.2, 0) },
    },
    verdict: "HIGHER",
    cost: { amount: "400.00", currencyCode: "CNY" },
    costPerIncrementalOrder: { amount: "20.00" },
    noCostReason: null,
  });
});

it("says why there is no cost per order", async () => {
  const other = (await ask(test, tenant, "incentive-effect", variables({ benefit: "OTHER" }))).brand.incentiveEffect;
  expect(other).toMatchObject({ issued: "1", cost: null, costPerIncrementalOrder: null, noCostReason: "NO_INCREMENT" });
  const none = (await ask(test, tenant, "incentive-effect", variables({ benefit: "NONE" }))).brand.incentiveEffect;
  expect(none).toMatchObject({ issued: "0", redemptionRate: null, uplift: null, noCostReason: "NO_PEOPLE" });
});

const ARCHIVE =
  "mutation($id: ID!) { archiveAudiencePack(id: $id, expectedVersion: 1) { audiencePack { state } userErrors { message } } }";

it("refuses a holdout whose members no longer count", async () => {
  const { ADMIN, BI } = tenant.organisation.keys;
  const archived = await buildPack(tenant, "Put away");
  const { data } = await test.query(ADMIN, ARCHIVE, { id: archived });
  expect(data.archiveAudiencePack).toMatchObject({ audiencePack: { state: "ARCHIVED" }, userErrors: [] });
  const expired = await buildPack(tenant, "Over");
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE audience_pack SET expires_at = '2025-11-19T00:00:00Z' WHERE name = 'Over'"),
  );
  for (const [id, name, state] of [
    [archived, "Put away", "ARCHIVED"],
    [expired, "Over", "EXPIRED"],
  ] as const) {
    const { errors } = await test.query(BI, documentOf("incentive-effect"), variables({ holdout: id }));
    const message = `holdoutPackId must name a pack of this brand that has members, as they are the holdout, but "${name}" is ${state}; build it, move its end or name another.`;
    expect(errors).toMatchObject([
      { extensions: { problems: [{ code: "INVALID_INPUT", field: ["holdoutPackId"], message }] } },
    ]);
  }
});

it("refuses a holdout without members, and days out of bounds", async () => {
  const { BI } = tenant.organisation.keys;
  const unbuilt = await createPack(tenant, "Not built");
  for (const [change, field] of [
    [{ holdout: unbuilt }, "holdoutPackId"],
    [{ withinDays: 91 }, "withinDays"],
    [{ benefit: "" }, "benefit"],
  ] as const) {
    const { errors } = await test.query(BI, documentOf("incentive-effect"), variables(change));
    expect(errors).toMatchObject([{ extensions: { problems: [{ code: "INVALID_INPUT", field: [field] }] } }]);
  }
});
