import type { Catalogue } from "../../../../src/features/touchpoints/catalogue";
import { checkTouchpoint } from "../../../../src/features/touchpoints/check-touchpoint";
import { isRejection } from "../../../../src/features/touchpoints/rejection";
import type { TouchpointDraft } from "../../../../src/features/touchpoints/touchpoint";

const NOW = Date.parse("2025-11-11T12:00:00Z");
const catalogue: Catalogue = {
  brands: new Map([["haoyu", { id: 7, currencyCode: "CNY" }]]),
  categories: new Map([["watch", 3]]),
  platforms: new Set(["JD"]),
  namespaces: new Map([
    ["PHONE", null],
    ["DEVICE_ID", /^[a-z0-9]{4,8}$/],
  ]),
};
const order: TouchpointDraft = {
  eventId: "e1",
  occurredAt: "2025-11-11T00:00:00+08:00",
  action: "ORDER",
  platform: "JD",
  site: "ON_SITE",
  brandCode: "haoyu",
  categoryCode: "watch",
  orderId: "o1",
  value: { amount: "399.00", currencyCode: "CNY" },
  quantity: 1,
  identities: [{ namespace: "PHONE", value: "A".repeat(64) }],
};

const check = (change: object) => checkTouchpoint({ ...order, ...change }, catalogue, NOW);
const refusal = (change: object) => {
  const checked = check(change);
  if (!isRejection(checked)) throw new Error("the row must be rejected, but was taken");
  return checked;
};

describe("a sound row", () => {
  it("becomes columns in minor units and UTC, with hashes in lower case", () => {
    expect(check({})).toEqual({
      columns: {
        brand_id: 7,
        category_id: 3,
        action: "ORDER",
        platform: "JD",
        site: "ON_SITE",
        occurred_at: Date.parse("2025-11-10T16:00:00Z"),
        event_id: "e1",
        order_id: "o1",
        value_minor: "39900",
        currency: "CNY",
        quantity: 1,
      },
      identities: [{ namespace: "PHONE", value: "a".repeat(64) }],
    });
  });

  it("is the same with the plain kind of exposure named, and keeps the other", () => {
    const impression = { action: "IMPRESSION", value: null, quantity: null };
    expect(check({ ...impression, exposure: "SERVED" })).toEqual(check(impression));
    expect(check({ ...impression, exposure: "OPPORTUNITY_TO_SEE" })).toMatchObject({
      columns: { exposure: "OPPORTUNITY_TO_SEE" },
    });
  });

  it.each([
    ["an order without a known quantity or value", { quantity: null, value: null }],
    ["a cart without a price", { action: "ADD_TO_CART", quantity: 0, value: { amount: "0", currencyCode: "CNY" } }],
    ["another currency about no brand", { brandCode: null, value: { amount: "1", currencyCode: "USD" } }],
    ["a time as far ahead as clocks may differ", { occurredAt: "2025-11-11T12:10:00Z" }],
  ])("may be %s", (_, change) => {
    expect(isRejection(check(change))).toBe(false);
  });

  it("keeps an opaque value as it is", () => {
    expect(check({ identities: [{ namespace: "DEVICE_ID", value: "ab12" }] })).toMatchObject({
      identities: [{ namespace: "DEVICE_ID", value: "ab12" }],
    });
  });
});

describe("a bad row is rejected with its reason and path", () => {
  it.each([
    [{ eventId: "" }, "MISSING_FIELD", ["eventId"]],
    [{ action: "ORDERED" }, "UNKNOWN_ACTION", ["action"]],
    [{ platform: "jd" }, "UNKNOWN_PLATFORM", ["platform"]],
    [{ site: "SHOP" }, "UNKNOWN_SITE", ["site"]],
    [{ brandCode: "nobody" }, "UNKNOWN_BRAND", ["brandCode"]],
    [{ categoryCode: "nothing" }, "UNKNOWN_CATEGORY", ["categoryCode"]],
    [{ occurredAt: "2025-11-11 00:00:00" }, "INVALID_TIME", ["occurredAt"]],
    [{ occurredAt: "2025-11-11T12:10:00.001Z" }, "FUTURE_TIME", ["occurredAt"]],
    [{ occurredAt: "1999-12-31T23:59:59Z" }, "INVALID_TIME", ["occurredAt"]],
    [{ action: "REFUND", orderId: null }, "REFUND_WITHOUT_ORDER", ["orderId"]],
    [{ quantity: -1 }, "NEGATIVE_QUANTITY", ["quantity"]],
    [{ quantity: 0 }, "ZERO_QUANTITY", ["quantity"]],
    [{ quantity: 1_000_001 }, "INVALID_VALUE", ["quantity"]],
    [{ quantity: 1.5 }, "INVALID_VALUE", ["quantity"]],
    [{ rating: 6 }, "INVALID_VALUE", ["rating"]],
    [{ value: { amount: "-1.00", currencyCode: "CNY" } }, "NEGATIVE_VALUE", ["value"]],
    [{ value: { amount: "0.00", currencyCode: "CNY" } }, "NOT_PAID", ["value"]],
    [{ value: { amount: "1.00", currencyCode: "USD" } }, "WRONG_CURRENCY", ["value", "currencyCode"]],
    [{ action: "IMPRESSION", exposure: "GLIMPSED" }, "INVALID_VALUE", ["exposure"]],
    [{ exposure: "OPPORTUNITY_TO_SEE" }, "INVALID_VALUE", ["exposure"]],
    [{ value: { amount: "1.001", currencyCode: "CNY" } }, "INVALID_VALUE", ["value"]],
    [{ value: { amount: "1.00", currencyCode: "XXZ" } }, "INVALID_VALUE", ["value"]],
    [{ keyword: "x".repeat(201) }, "INVALID_VALUE", ["keyword"]],
    [{ identities: [] }, "MISSING_FIELD", ["identities"]],
    [{ identities: [{ namespace: "NAME", value: "x" }] }, "UNKNOWN_NAMESPACE", ["identities", "0", "namespace"]],
    [{ identities: [{ namespace: "PHONE", value: "13800000000" }] }, "IDENTITY_FORMAT", ["identities", "0", "value"]],
    [{ identities: [{ namespace: "DEVICE_ID", value: "ABCD" }] }, "IDENTITY_FORMAT", ["identities", "0", "value"]],
  ])("%j", (change, reason, field) => {
    expect(refusal(change)).toMatchObject({ reason, field });
  });

  it("names the allowed values", () => {
    expect(refusal({ platform: "TV" })).toEqual({
      reason: "UNKNOWN_PLATFORM",
      field: ["platform"],
      message: 'platform must be one of the allowed values, but got "TV".',
      allowed: ["JD"],
    });
  });

  it("never repeats a plain phone number", () => {
    const { message } = refusal({ identities: [{ namespace: "PHONE", value: "13800000000" }] });
    expect(message).toBe(
      "A value in PHONE must be 64 hexadecimal digits, a SHA-256 taken by the sender, but got 11 characters that do not.",
    );
  });
});
