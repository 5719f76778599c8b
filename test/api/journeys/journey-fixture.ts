import type { TouchpointRow } from "../../support/touchpoint-rows";
import type { Tenant } from "./journey-setup";

export const NOW = new Date("2025-11-25T00:00:00+08:00");
export const WINDOW = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-20T00:00:00+08:00" };

/** Eleven people, each a case of its own; an hour is 2025-11-DD HH:00 in Shanghai. */
export function journeyRows({ brandId, sourceIds: [shop, media] }: Tenant): readonly TouchpointRow[] {
  const row = (person: string, day: string, action: string, change: Partial<TouchpointRow> = {}): TouchpointRow => ({
    person,
    at: `2025-${day}:00:00+08:00`,
    action,
    brandId,
    sourceId: shop,
    ...change,
  });
  return [
    // p1 goes all the way; o2 is of the same day as o1 and no repeat. Weibo knows it under another identity.
    row("p1", "11-01T10", "IMPRESSION", { platform: "WEIBO", campaign: "SINGLES", identityKey: 1001 }),
    row("p1", "11-01T12", "VISIT"),
    row("p1", "11-01T13", "ADD_TO_CART"),
    row("p1", "11-02T13", "ORDER", { orderId: "o1", value: 100 }),
    row("p1", "11-02T23", "ORDER", { orderId: "o2", value: 100 }),
    row("p1", "11-05T13", "ORDER", { orderId: "o3", value: 100 }),
    // p2 gives its order back, after the window: no order.
    row("p2", "11-02T10", "CONTENT_VIEW", { platform: "XIAOHONGSHU", identityKey: 1002, sourceId: media }),
    row("p2", "11-02T16", "VISIT"),
    row("p2", "11-02T18", "SEARCH"),
    row("p2", "11-03T18", "ORDER", { orderId: "o4", value: 100 }),
    row("p2", "11-21T18", "REFUND", { orderId: "o4", value: 100 }),
    // p3 buys without engaging.
    row("p3", "11-03T10", "CLICK", { platform: "DOUYIN", placement: "dy-1" }),
    row("p3", "11-03T20", "VISIT"),
    row("p3", "11-04T10", "ORDER", { value: 100 }),
    // p4 was in the shop before it was exposed, and follows after.
    row("p4", "11-01T09", "VISIT"),
    row("p4", "11-04T10", "IMPRESSION", { platform: "WEIBO" }),
    row("p4", "11-05T10", "FOLLOW"),
    // p5 was never exposed.
    row("p5", "11-06T10", "VISIT"),
    row("p5", "11-06T11", "SEARCH"),
    row("p5", "11-06T12", "ORDER", { value: 100 }),
    row("p5", "11-08T12", "ORDER", { value: 100 }),
    // p6 could only have seen something.
    row("p6", "11-06T10", "IMPRESSION", { platform: "WEIBO", exposure: "OPPORTUNITY_TO_SEE" }),
    row("p6", "11-07T10", "VISIT"),
    // p7 arrives at the instant of the exposure.
    row("p7", "11-03T10", "IMPRESSION", { platform: "DOUYIN" }),
    row("p7", "11-03T10", "PRODUCT_VIEW"),
    row("p8", "11-10T10", "IMPRESSION", { platform: "DOUYIN" }),
    // p9 was exposed before the window only, and of another brand inside it.
    row("p9", "10-31T10", "IMPRESSION", { platform: "DOUYIN" }),
    row("p9", "11-01T10", "IMPRESSION", { platform: "DOUYIN", brandId: 9999 }),
    row("p9", "11-02T10", "VISIT"),
    // p10 comes from a source that nobody here may read.
    row("p10", "11-02T10", "VISIT", { sourceId: 9999 }),
    // p11's exposure names the campaign and no brand: it is the campaign's, not the brand's.
    row("p11", "11-03T10", "IMPRESSION", { platform: "DOUYIN", brandId: 0, campaign: "SINGLES" }),
    row("p11", "11-04T10", "VISIT"),
  ];
}
