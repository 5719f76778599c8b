import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, ask, documentOf, type Tenant } from "./effects-setup";

let test: TestApp;
let tenant: Tenant;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  tenant = await addTenant(test, "watches");
  await insertTouchpoints(test, rowsOf(tenant));
});
afterAll(() => test.close());

/** Within three days: p1 by a deep view and by the cart, p3 by saving and asking, p4 without any, p9 by the cart after the window. */
function rowsOf({ brandId, sourceId }: Tenant): TouchpointRow[] {
  const act = (person: string, at: string, action: string, more: object = {}): TouchpointRow => ({
    ...{ person, at: `2025-11-${at}:00:00+08:00`, action, brandId, sourceId },
    ...more,
  });
  return [
    act("p1", "02T10", "PRODUCT_VIEW", { durationSeconds: 40 }),
    act("p1", "03T10", "ADD_TO_CART"),
    act("p1", "05T09", "ORDER"),
    act("p2", "02T10", "ADD_TO_CART"),
    act("p2", "06T10", "ORDER"), // four days later
    act("p3", "02T10", "FAVOURITE"),
    act("p3", "02T11", "CONSULT"),
    act("p3", "03T10", "ORDER"),
    act("p4", "02T10", "VISIT"),
    act("p4", "04T10", "ORDER"),
    act("p5", "02T10", "VISIT"),
    act("p6", "03T10", "PRODUCT_VIEW", { durationSeconds: 10 }),
    act("p7", "03T10", "VISIT"),
    act("p8", "03T10", "ORDER"), // was never seen in the shop
    act("p9", "07T20", "ADD_TO_CART"),
    act("p9", "09T10", "ORDER"),
    act("p10", "02T10", "ORDER"), // before it asked
    act("p10", "03T10", "CONSULT"),
  ];
}

const WINDOW = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-08T00:00:00+08:00" };
const variables = (change: object = {}): object => ({
  brand: toNodeId("Brand", tenant.brandId),
  ...{ ...WINDOW, withinDays: 3 },
  ...change,
});

it("tells P(order | action), its lift, and each order once by the first action", async () => {
  const { actionToOrder } = (await ask(test, tenant, "action-to-order", variables())).brand;
  const { lines, ...head } = actionToOrder;
  expect(head).toEqual({
    from: "2025-10-31T16:00:00.000Z",
    to: "2025-11-07T16:00:00.000Z",
    dataState: "COMPLETE",
    withinDays: 3,
    deepSeconds: 30,
    people: "9",
    ordered: "4",
  });
  const line = (action: string, people: number, ordered: number, firstPeople: number, firstOrdered: number) => ({
    ...{ action, people: String(people), ordered: String(ordered) },
    ...{ firstPeople: String(firstPeople), firstOrdered: String(firstOrdered) },
    rate: { value: ordered / people, low: expect.any(Number), high: expect.any(Number) },
    firstRate: { value: firstOrdered / firstPeople },
    lift: action === "NONE" ? null : { value: ordered / people / 0.25, interval: expect.any(Object) },
  });
  expect(lines).toEqual([
    line("DEEP_VIEW", 1, 1, 1, 1),
    line("ADD_TO_CART", 3, 2, 2, 1),
    line("FAVOURITE", 1, 1, 1, 1),
    line("CONSULT", 2, 1, 1, 0),
    line("NONE", 4, 1, 4, 1),
  ]);
  // ln(8/3) -+ 1.96 sqrt(1/2 - 1/3 + 1/1 - 1/4) = .9808 -+ 1.8765
  expect(lines[1].lift.interval.low).toBeCloseTo(0.4083, 3);
  expect(lines[1].lift.interval.high).toBeCloseTo(17.417, 2);
});

it("is provisional while orders are still to come, and has no lift over a base without orders", async () => {
  const later = { from: "2025-11-03T00:00:00+08:00", to: "2025-11-17T00:00:00+08:00", withinDays: 2 };
  const { actionToOrder } = (await ask(test, tenant, "action-to-order", variables(later))).brand;
  expect(actionToOrder.dataState).toBe("PROVISIONAL");
  expect(actionToOrder.lines[1]).toMatchObject({ action: "ADD_TO_CART", people: "2", ordered: "2", lift: null });
  expect(actionToOrder.lines[4]).toMatchObject({ action: "NONE", people: "2", ordered: "0", rate: { value: 0 } });
  expect(actionToOrder.lines[0]).toMatchObject({ action: "DEEP_VIEW", people: "0", rate: null, lift: null });
});

it("refuses days and windows out of bounds, all problems at once", async () => {
  const wrong = variables({ to: "2027-11-08T00:00:00+08:00", withinDays: 91 });
  const { errors } = await test.query(tenant.organisation.keys.BI, documentOf("action-to-order"), wrong);
  expect(errors).toMatchObject([{ extensions: { problems: [{ field: ["withinDays"] }, { field: ["to"] }] } }]);
});

it("withholds what few people did", async () => {
  const careful = await addTenant(test, "careful", { smallGroupThreshold: 50, roundingBase: 1 });
  const { brandId, sourceId } = careful;
  const people = Array.from({ length: 40 }, (_, index) => `p${index + 1}`);
  const at = "2025-11-02T10:00:00+08:00";
  await insertTouchpoints(test, [
    ...people.map((person, index) => ({
      ...{ person, at, brandId, sourceId },
      action: index < 25 ? "VISIT" : "ADD_TO_CART",
    })),
    { person: "p26", at: "2025-11-03T10:00:00+08:00", action: "ORDER", brandId, sourceId },
  ]);
  const asked = { brand: toNodeId("Brand", brandId), ...WINDOW };
  const { lines, people: all, ordered } = (await ask(test, careful, "action-to-order", asked)).brand.actionToOrder;
  expect(all).toBe("40");
  expect(ordered).toBeNull();
  expect(lines[1]).toMatchObject({ people: "15", ordered: null, rate: null, lift: null });
  expect(lines[4]).toMatchObject({ people: "25", ordered: "0" });
});
