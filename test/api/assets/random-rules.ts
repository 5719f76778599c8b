import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import type { RuleSetDefinition } from "../../../src/features/assets";

const VIEWS = ["CONTENT_VIEW", "CLICK", "IMPRESSION", "REVIEW", "ANSWER"];
const STRONG = ["SEARCH", "SHARE", "REVIEW"];
const INTENT_ORDERS = [
  ["BRAND", "CATEGORY", "PLATFORM"],
  ["CATEGORY", "BRAND", "PLATFORM"],
  ["PLATFORM", "CATEGORY", "BRAND"],
  ["BRAND", "PLATFORM", "CATEGORY"],
] as const;

/** Sound rules over the actions of random clouds; look-backs are multiples of the grid that touchpoints lie on. */
export function randomRules(seed: number): Omit<RuleSetDefinition, "groups"> {
  const random = SeededRandom.fromSeed(9_000 + seed);
  const universeDays = 5 * random.integer(2, 8);
  const days = (): number => 5 * random.integer(1, universeDays / 5);
  const some = <T>(values: readonly T[]): readonly T[] => values.slice(0, random.integer(1, values.length));
  return {
    universeDays,
    stagePriority: ["ADVOCATE", "ACT", "APPEAL", "AWARE"],
    aware: { days: days() },
    appeal: {
      days: days(),
      repeated: { actions: some(VIEWS), times: random.integer(1, 4) },
      strong: { actions: some(STRONG), times: random.integer(1, 3) },
    },
    act: { days: days() },
    advocate: {
      days: days(),
      orderDays: random.integer(1, 3),
      minimumRating: random.integer(1, 5),
      actionsAfterOrder: ["SHARE", "ANSWER", "CLICK"].slice(random.integer(0, 3)),
    },
    nineGrid: {
      intentPriority: INTENT_ORDERS[random.integer(0, INTENT_ORDERS.length - 1)]!,
      intentDays: 5 * random.integer(1, 8),
      intentExcludes: ["IMPRESSION", "CLICK"].slice(random.integer(0, 2)),
      loyaltyDays: 5 * random.integer(1, 8),
      loyalShare: random.integer(0, 10) / 10,
    },
  };
}
