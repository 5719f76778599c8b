import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import type { TouchpointRow } from "../../support/touchpoint-rows";
import type { Tenant } from "./journey-setup";

const HOUR = 3_600_000;
export const RANDOM_START = Date.parse("2025-03-01T00:00:00Z");
/** 40 steps of six hours, the last four of them after the window. */
export const RANDOM_WINDOW = { from: "2025-03-01T00:00:00Z", to: "2025-03-10T00:00:00Z" };

export const PLATFORMS = ["DOUYIN", "WEIBO", "ZHIHU", "BILIBILI", "JD"];

const ACTIONS = [
  "IMPRESSION",
  "CLICK",
  "VISIT",
  "PRODUCT_VIEW",
  "SEARCH",
  "FOLLOW",
  "ORDER",
  "ORDER",
  "ORDER",
  "REFUND",
  "REVIEW",
];

/** Touchpoints on a coarse grid, so that many fall on one instant or on the edge of the window; some repeat a row. */
export function randomRows(seed: number, { brandId, sourceIds }: Tenant): readonly TouchpointRow[] {
  const random = SeededRandom.fromSeed(seed);
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  return Array.from({ length: 400 }, () => {
    const action = pick(ACTIONS);
    const isTrade = action === "ORDER" || action === "REFUND";
    const value = isTrade ? pick([undefined, 100, 200]) : undefined;
    return {
      person: `p${random.integer(1, 12)}`,
      at: new Date(RANDOM_START + random.integer(-2, 38) * 6 * HOUR).toISOString(),
      action,
      platform: pick(PLATFORMS),
      brandId: pick([brandId, brandId, brandId, 0]),
      sourceId: pick([...sourceIds, 9999]),
      ...(isTrade && { orderId: pick(["", "a", "b", "c", "d", "e", "f"]) }),
      ...(value !== undefined && { value }),
    };
  });
}
