import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import type { RuleSetDefinition } from "../../../src/features/assets";
import type { TouchpointRow } from "../../support/touchpoint-rows";
import { type TestCatalogue, ZONES } from "./asset-setup";
import type { Cloud } from "./label-reference";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Short look-backs, all multiples of the grid that touchpoints lie on, so that many fall on the edge of a window. */
export const SHORT_RULES: Omit<RuleSetDefinition, "groups"> = {
  universeDays: 30,
  stagePriority: ["ADVOCATE", "ACT", "APPEAL", "AWARE"],
  aware: { days: 5 },
  appeal: {
    days: 5,
    repeated: { actions: ["CONTENT_VIEW", "CLICK", "VISIT"], times: 3 },
    strong: { actions: ["SEARCH", "SHARE"], times: 2 },
  },
  act: { days: 20 },
  advocate: { days: 15, orderDays: 2, minimumRating: 4, actionsAfterOrder: ["SHARE", "ANSWER"] },
  nineGrid: {
    intentPriority: ["BRAND", "CATEGORY", "PLATFORM"],
    intentDays: 10,
    intentExcludes: ["IMPRESSION"],
    loyaltyDays: 20,
    loyalShare: 0.5,
  },
};

export const CLOUD_START = Date.parse("2025-03-01T00:00:00Z");
const CLOUD_DAYS = 60;

const ACTIONS = [
  "IMPRESSION",
  "CONTENT_VIEW",
  "CLICK",
  "SEARCH",
  "ORDER",
  "ORDER",
  "ORDER",
  "REFUND",
  "REFUND",
  "REVIEW",
  "SHARE",
  "ANSWER",
];
/** Off the grid by nothing, by an edge's width, or by enough to change the day in one zone. */
const JITTER = [0, 0, 0, 1, -1, 4 * HOUR, -4 * HOUR];

/** Touchpoints of a few people who do everything often; rows carry the seed as their source. */
export function randomCloud(seed: number, catalogue: TestCatalogue, definition: RuleSetDefinition): Cloud {
  const random = SeededRandom.fromSeed(seed);
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  const { categories, brands } = catalogue;
  const { home, tv, food } = categories;
  const row = (): TouchpointRow => {
    const action = pick(ACTIONS);
    const isOrder = action === "ORDER" || action === "REFUND";
    const at = CLOUD_START + random.integer(0, CLOUD_DAYS / 2.5) * 2.5 * DAY + pick(JITTER);
    const value = isOrder ? pick([undefined, 0, 100, 200]) : undefined;
    const quantity = isOrder ? pick([undefined, 1, 2]) : undefined;
    return {
      person: `p${random.integer(1, 12)}`,
      at: new Date(at).toISOString(),
      action,
      site: pick(["ON_SITE", "OFF_SITE"] as const),
      brandId: pick([0, ...Object.values(brands)]),
      categoryId: pick([0, 0, home, tv, food]),
      sourceId: seed,
      ...(isOrder && { orderId: pick(["", "a", "b", "c"]) }),
      ...(value !== undefined && { value }),
      ...(quantity !== undefined && { quantity }),
      ...(action === "REVIEW" && { rating: random.integer(1, 5) }),
    };
  };
  const brand = (
    id: number,
    primaryCategoryId: number | null,
    zone: string = ZONES.others,
  ): Cloud["brands"][number] => ({ id, zone, primaryCategoryId });
  return {
    definition,
    rows: Array.from({ length: 300 }, row),
    brands: [
      brand(brands.tvOne, tv),
      brand(brands.tvTwo, tv),
      brand(brands.home, home, ZONES.home),
      brand(brands.food, food),
      brand(brands.loose, null),
    ],
    treeOf: new Map([
      [home, [home, tv]],
      [tv, [tv]],
      [food, [food]],
    ]),
    sellersIn: new Map([
      [home, [brands.tvOne, brands.tvTwo, brands.home]],
      [tv, [brands.tvOne, brands.tvTwo]],
      [food, [brands.tvTwo, brands.food]],
    ]),
    scopeCategoryId: null,
  };
}
