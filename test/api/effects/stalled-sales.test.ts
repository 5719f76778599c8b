import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, ask, documentOf, type Tenant } from "./effects-setup";

const WINDOW = { from: "2025-10-06T00:00:00+08:00", to: "2025-11-03T00:00:00+08:00" };
const DAYS = ["2025-10-07", "2025-10-14", "2025-10-21", "2025-10-28"];

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
});
afterAll(() => test.close());

/** In each week so many see an advertisement, and so many others order for 10.00; one more gives the order back, one orders too early. */
function rowsOf({ brandId, sourceId }: Tenant, exposed: readonly number[], buyers: readonly number[]): TouchpointRow[] {
  let next = 1;
  const rows = (count: number, at: string, more: object): TouchpointRow[] =>
    Array.from(
      { length: count },
      () => ({ person: `p${next++}`, at: `${at}T12:00:00+08:00`, brandId, sourceId, ...more }) as TouchpointRow,
    );
  const order = { action: "ORDER", orderId: "o", value: 1_000 };
  const returned = rows(1, DAYS[0]!, order);
  return [
    ...DAYS.flatMap((day, week) => [
      ...rows(exposed[week]!, day, { action: "IMPRESSION", platform: "DOUYIN", site: "OFF_SITE" }),
      ...rows(buyers[week]!, day, order),
    ]),
    ...rows(1, "2025-10-05", order),
    ...returned,
    ...returned.map((row) => ({ ...row, at: "2025-10-30T12:00:00+08:00", action: "REFUND" })),
  ];
}
const stalledOf = async (tenant: Tenant, more: object = {}) => {
  const variables = { brand: toNodeId("Brand", tenant.brandId), ...WINDOW, ...more };
  return (await ask(test, tenant, "stalled-sales", variables)).brand.stalledSales;
};

it("flags sales that stood still while exposures rose by half", async () => {
  const tenant = await addTenant(test, "watches");
  await insertTouchpoints(test, rowsOf(tenant, [20, 20, 30, 30], [10, 12, 10, 13]));
  const money = (amount: string) => ({ amount, currencyCode: "CNY" });
  expect(await stalledOf(tenant)).toEqual({
    from: "2025-10-05T16:00:00.000Z",
    to: "2025-11-02T16:00:00.000Z",
    asOf: "2025-11-19T16:00:00.000Z",
    exposureRise: 0.1,
    weeks: [
      { from: "2025-10-05T16:00:00.000Z", exposures: "20", value: money("100.00") },
      { from: "2025-10-12T16:00:00.000Z", exposures: "20", value: money("120.00") },
      { from: "2025-10-19T16:00:00.000Z", exposures: "30", value: money("100.00") },
      { from: "2025-10-26T16:00:00.000Z", exposures: "30", value: money("130.00") },
    ],
    exposureChange: { value: 0.5, interval: { low: 0.5, high: 0.5 } },
    // 115 / 110; variance of its logarithm 200 / 12100 / 2 + 450 / 13225 / 2 = .025278, 1 degree of freedom: t 12.706.
    valueChange: {
      value: expect.closeTo(115 / 110 - 1, 12),
      interval: { low: expect.closeTo(-0.8613362, 6), high: expect.closeTo(6.8821938, 6) },
    },
    verdict: "STALLED",
    undefinedReason: null,
  });
  expect(await stalledOf(tenant, { exposureRise: 0.5 })).toMatchObject({ verdict: "NOT_EXPOSED" });
});

it.each([
  ["grown", [20, 20, 30, 30], [10, 10, 20, 20], { verdict: "GROWN", undefinedReason: null }],
  ["fallen", [20, 20, 30, 30], [20, 20, 10, 10], { verdict: "FALLEN", undefinedReason: null }],
  ["unseen", [0, 0, 30, 30], [10, 10, 10, 10], { verdict: "UNDEFINED", undefinedReason: "NO_EXPOSURES" }],
  ["unsold", [20, 20, 30, 30], [0, 0, 10, 10], { verdict: "UNDEFINED", undefinedReason: "NO_SALES" }],
])("says %s", async (code, exposed, buyers, expected) => {
  const tenant = await addTenant(test, code);
  // The one who gives the order back leaves nothing, so a half without buyers has no sales.
  await insertTouchpoints(test, rowsOf(tenant, exposed, buyers));
  expect(await stalledOf(tenant)).toMatchObject({ valueChange: expected.undefinedReason ? null : {}, ...expected });
});

it("withholds a week of few buyers, and every change with it", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 10 });
  await insertTouchpoints(test, rowsOf(careful, [20, 20, 30, 30], [10, 12, 10, 9]));
  const stalled = await stalledOf(careful);
  expect(stalled).toMatchObject({ exposureChange: null, valueChange: null, undefinedReason: "SUPPRESSED" });
  expect(stalled.weeks[2].value.amount).toBe("100.00");
  expect(stalled.weeks[3].value).toBeNull();
});

it.each([
  ["three weeks", { to: "2025-10-27T00:00:00+08:00" }, "to", "to must lie an even number of weeks"],
  ["two weeks", { to: "2025-10-20T00:00:00+08:00" }, "to", "4 to 52, but lies 2 after it"],
  ["weeks ahead", { to: "2025-12-01T00:00:00+08:00" }, "to", "to must not lie after now"],
  ["a rise below 0", { exposureRise: -0.1 }, "exposureRise", "exposureRise must be 0 to 10, but got -0.1"],
])("refuses %s", async (name, more, field, message) => {
  const { organisation, brandId } = await addTenant(test, `bad-${name.replaceAll(" ", "-")}`);
  const variables = { brand: toNodeId("Brand", brandId), ...WINDOW, ...more };
  const { errors } = await test.query(organisation.keys.BI, documentOf("stalled-sales"), variables);
  expect(errors).toMatchObject([
    { message: expect.stringContaining(message), extensions: { problems: [{ field: [field] }] } },
  ]);
});
