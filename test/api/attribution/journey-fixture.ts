import type { TouchpointRow } from "../../support/touchpoint-rows";
import type { CampaignFixture, Tenant } from "./attribution-setup";

export const SINGLES: CampaignFixture = {
  code: "SINGLES-2025",
  from: "2025-11-01T00:00:00+08:00",
  to: "2025-11-12T00:00:00+08:00",
  placements: [
    { name: "Splash", platform: "DOUYIN", externalIds: ["dy-1", "dy-1b"], cost: "100.00" },
    { name: "Feed", platform: "DOUYIN", externalIds: ["dy-2"], cost: "20.00" },
    { name: "Topic", platform: "WEIBO", externalIds: ["wb-1"], cost: "30.00" },
    { name: "Pre-roll", platform: "BILIBILI", externalIds: ["bl-1"], cost: "50.00" },
  ],
};

/** Named by the campaign's code alone, on a platform where nothing is bought. */
const FREE = { platform: "TOUTIAO", campaign: SINGLES.code } as const;
const SPLASH = { platform: "DOUYIN", placement: "dy-1" } as const;
const FEED = { platform: "DOUYIN", placement: "dy-2" } as const;
const TOPIC = { platform: "WEIBO", placement: "wb-1" } as const;

/**
 * Ten people and nine conversions worth 346.68:
 *
 *     p1  Splash > Topic           100.00
 *     p2  Splash > Feed > TOUTIAO   66.67  (100.00 less a refund of 33.33)
 *     p3  Topic                     50.00  (an earlier touch is out of the look-back)
 *     p8  Topic                     20.00
 *     p8  Topic > TOUTIAO           10.01  (a touch at the order's instant is not before it)
 *     p4, p5, p9, p10              100.00  unattributed: touch of another campaign; of a source that is not visible, and an
 *                                          order without a value; no contact but a cart; a touch that names another brand
 *     p6                                   refunded in full: no conversion
 *     p7                                   orders just before the window and at its end: no conversions
 */
export function journeyRows({ brandId, otherBrandId, sourceId }: Tenant): readonly TouchpointRow[] {
  const own = { brandId, sourceId };
  const on = (day: string, time = "10:00:00"): string => `2025-${day}T${time}+08:00`;
  const rows: readonly Omit<TouchpointRow, "sourceId">[] = [
    { person: "p1", at: on("11-02"), action: "IMPRESSION", ...SPLASH },
    { person: "p1", at: on("11-03"), action: "CLICK", ...TOPIC, campaign: SINGLES.code },
    { person: "p1", at: on("11-05"), action: "ORDER", brandId, orderId: "o1", value: 6000 },
    { person: "p1", at: on("11-05", "10:01:00"), action: "ORDER", brandId, orderId: "o1", value: 4000 },

    { person: "p2", at: on("11-04"), action: "CONTENT_VIEW", ...SPLASH, placement: "dy-1b" },
    { person: "p2", at: on("11-05"), action: "LIVE_VIEW", ...FEED },
    { person: "p2", at: on("11-06"), action: "CLICK", ...FREE },
    { person: "p2", at: on("11-07"), action: "ORDER", brandId, orderId: "o2", value: 10000 },
    { person: "p2", at: on("11-15"), action: "REFUND", brandId, orderId: "o2", value: 3333 },

    { person: "p3", at: on("10-25", "09:59:59"), action: "IMPRESSION", ...SPLASH },
    { person: "p3", at: on("10-25"), action: "IMPRESSION", ...TOPIC },
    { person: "p3", at: on("11-08"), action: "ORDER", brandId, orderId: "o3", value: 5000 },

    { person: "p4", at: on("11-07"), action: "CLICK", platform: "DOUYIN", campaign: "OTHER-CAMPAIGN", placement: "zz" },
    { person: "p4", at: on("11-09"), action: "ORDER", brandId, orderId: "o4", value: 8000 },

    { person: "p5", at: on("11-09"), action: "ORDER", brandId, orderId: "o5" },

    { person: "p6", at: on("11-02"), action: "CLICK", ...SPLASH },
    { person: "p6", at: on("11-03"), action: "ORDER", brandId, orderId: "o6", value: 7000 },
    { person: "p6", at: on("11-19"), action: "REFUND", brandId, orderId: "o6", value: 7000 },

    { person: "p7", at: on("10-31"), action: "CLICK", ...SPLASH },
    { person: "p7", at: on("10-31", "23:59:59"), action: "ORDER", brandId, orderId: "o7a", value: 9000 },
    { person: "p7", at: on("11-01"), action: "ORDER", brandId, orderId: "o7a", value: 9000 },
    { person: "p7", at: on("11-12", "00:00:00"), action: "ORDER", brandId, orderId: "o7b", value: 9000 },

    { person: "p8", at: on("11-02"), action: "PRODUCT_VIEW", ...TOPIC, brandId },
    { person: "p8", at: on("11-03"), action: "ORDER", brandId, value: 2000 },
    { person: "p8", at: on("11-05"), action: "SEARCH", ...FREE },
    { person: "p8", at: on("11-06"), action: "CLICK", ...SPLASH },
    { person: "p8", at: on("11-06"), action: "ORDER", brandId, value: 1001 },

    { person: "p9", at: on("11-03"), action: "ADD_TO_CART", ...TOPIC },
    { person: "p9", at: on("11-04"), action: "ORDER", brandId, orderId: "o9", value: 500 },

    { person: "p10", at: on("11-03"), action: "CLICK", ...FREE, brandId: otherBrandId },
    { person: "p10", at: on("11-04"), action: "ORDER", brandId, orderId: "o10", value: 1500 },
    { person: "p10", at: on("11-04"), action: "ORDER", brandId: otherBrandId, orderId: "o11", value: 1500 },
  ];
  const hidden = { person: "p5", at: on("11-08"), action: "CLICK", ...SPLASH, sourceId: sourceId + 1000 };
  return [...rows.map((row) => ({ ...row, sourceId: own.sourceId })), hidden];
}

/** Comes in after the first report: p11 through TOUTIAO, 40.00. */
export function lateRows({ brandId, sourceId }: Tenant): readonly TouchpointRow[] {
  return [
    { person: "p11", at: "2025-11-04T10:00:00+08:00", action: "CLICK", ...FREE, sourceId },
    { person: "p11", at: "2025-11-05T10:00:00+08:00", action: "ORDER", brandId, orderId: "o12", value: 4000, sourceId },
  ];
}
