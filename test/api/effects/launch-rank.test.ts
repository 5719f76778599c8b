import { toNodeId } from "../../../src/graphql/node";
import { numberOf } from "../../support/catalogue";
import type { TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { type FlowSetup, openFlowSetup } from "../flows/flow-setup";
import { addTenant, documentOf } from "./effects-setup";

const LAUNCH = "2025-11-01T00:00:00+08:00";

let setup: FlowSetup;

/**
 * In the week from 1 November N1 of haoyu sells three times for 100.00, of which 50.00 are given back, and once more, all given back: 250.00.
 * Tinglan's T1 sells for 500.00; T2 for 250.00 by four pieces, T3 for the same by two; T4 and T5 for less, like haoyu's O1. T6 sells
 * after the week, and T7 before it. In October M1 sells beside one other.
 */
beforeAll(async () => {
  setup = await openFlowSetup("2025-12-01T00:00:00+08:00");
  let next = 1;
  const sale = (brand: "haoyu" | "tinglan", product: string, value: number, more: object = {}): TouchpointRow => ({
    ...{ person: `p${next++}`, action: "ORDER", at: "2025-11-03T12:00:00+08:00", orderId: "o", product, value },
    ...{ brandId: numberOf(setup.brands[brand]), sourceId: setup.sourceId, ...more },
  });
  const refund = (row: TouchpointRow, value: number): TouchpointRow => ({
    ...{ ...row, action: "REFUND", at: "2025-11-20T12:00:00+08:00", value },
  });
  const sold = [1, 2, 3, 4].map(() => sale("haoyu", "N1", 10_000));
  await insertTouchpoints(setup.test, [
    ...sold,
    refund(sold[2]!, 5_000),
    refund(sold[3]!, 10_000),
    ...[1, 2, 3, 4, 5].map(() => sale("tinglan", "T1", 10_000)),
    sale("tinglan", "T2", 25_000, { quantity: 4 }),
    sale("tinglan", "T3", 25_000, { quantity: 2 }),
    sale("tinglan", "T4", 1_000),
    sale("tinglan", "T5", 2_000),
    sale("haoyu", "O1", 9_000),
    sale("tinglan", "T6", 99_000, { at: LAUNCH.replace("11-01", "11-08") }),
    sale("tinglan", "T7", 99_000, { at: "2025-10-31T23:59:59+08:00" }),
    sale("haoyu", "M1", 9_000, { at: "2025-10-03T12:00:00+08:00" }),
    sale("tinglan", "T1", 9_000, { at: "2025-10-03T12:00:00+08:00" }),
  ]);
});
afterAll(() => setup.test.close());

const send = (more: object = {}, organisation: TestOrganisation = setup.own) =>
  setup.test.query(organisation.keys.BI, documentOf("launch-rank"), {
    ...{ brand: setup.brands.haoyu, product: "N1", launchedAt: LAUNCH },
    ...more,
  });
const rankOf = async (more: object = {}, organisation: TestOrganisation = setup.own) => {
  const { data, errors } = await send(more, organisation);
  expect(errors).toBeUndefined();
  return data.brand.launchRank;
};
const nothing = { rank: null, of: null, value: null, units: null };

it("ranks by value, and by pieces where values are alike", async () => {
  expect(await rankOf()).toEqual({
    from: "2025-10-31T16:00:00.000Z",
    to: "2025-11-07T16:00:00.000Z",
    asOf: "2025-11-30T16:00:00.000Z",
    dataState: "COMPLETE",
    product: "N1",
    rank: 3,
    of: 7,
    value: { amount: "250.00", currencyCode: "CNY" },
    units: "3",
    noRankReason: null,
  });
});

it("says why there is no rank", async () => {
  const october = await rankOf({ product: "M1", launchedAt: "2025-10-01T00:00:00+08:00" });
  expect(october).toMatchObject({ rank: null, of: null, value: { amount: "90.00" }, noRankReason: "FEW_PEERS" });
  // Six products beside T1, but only two of another brand.
  const others = await rankOf({ brand: setup.brands.tinglan, product: "T1" });
  expect(others).toMatchObject({ rank: null, of: null, units: "5", noRankReason: "FEW_PEERS" });
  expect(await rankOf({ product: "N9" })).toMatchObject({ ...nothing, noRankReason: "NO_SALES" });
  const now = await rankOf({ launchedAt: "2025-11-28T00:00:00+08:00" });
  expect(now).toMatchObject({ ...nothing, noRankReason: "NOT_YET" });
  expect(await rankOf({}, setup.careful)).toMatchObject({ ...nothing, noRankReason: "SUPPRESSED" });
  const plain = await addTenant(setup.test, "plain");
  const brand = toNodeId("Brand", plain.brandId);
  expect(await rankOf({ brand }, plain.organisation)).toMatchObject({ ...nothing, noRankReason: "NO_CATEGORY" });
});

it("refuses no product, and a time between hours from those from whom small groups are withheld", async () => {
  expect((await send({ product: "" })).errors).toMatchObject([
    {
      message: expect.stringContaining("product must be the code"),
      extensions: { problems: [{ field: ["product"] }] },
    },
  ]);
  const { errors } = await send({ launchedAt: "2025-11-01T00:30:00+08:00" }, setup.careful);
  const problems = ["from", "to"].map((end) => ({ field: ["launchedAt", end] }));
  expect(errors).toMatchObject([{ extensions: { problems } }]);
});
