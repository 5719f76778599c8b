import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import type { TouchpointRow } from "../../support/touchpoint-rows";

const HOUR = 3_600_000;
/** Midnight of 1 October in Shanghai. */
export const START = Date.parse("2025-10-01T00:00:00+08:00");
export const DAYS = 24;

/** What people type, with the words that it says. */
export const TYPED: readonly (readonly [text: string, words: string])[] = [
  ["Casio", "casio"],
  ["ＣＡＳＩＯ 小方块", "casio 小 方 块"],
  ["小 方块", "小 方 块"],
  ["方块", "方 块"],
  ["方 块 casio", "方 块 casio"],
  ["GA-2100", "ga 2100"],
  ["ga  2100 black", "ga 2100 black"],
  ["garden", "garden"],
  ["手表", "手 表"],
  ["Watch  手表", "watch 手 表"],
  ["black watch", "black watch"],
  ["", ""],
];
export const TAGS = ["solid", "light", "sun", "run"];

/** An alias of the dictionary, with its words. */
export interface RandomAlias {
  readonly alias: string;
  readonly words: string;
  readonly kind: "NICKNAME" | "PRODUCT_NAME" | "BRAND_NAME";
  readonly productCode: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface Numbers {
  readonly brands: readonly number[];
  readonly categories: readonly number[];
  readonly sources: readonly number[];
}

export const dayNumber = (index: number): string =>
  new Date(Date.parse("2025-10-01T00:00:00Z") + index * 24 * HOUR).toISOString().slice(0, 10);

export function randomAliases(seed: number): readonly RandomAlias[] {
  const random = SeededRandom.fromSeed(seed * 1_000 + 1);
  const shapes = [
    ["方块", "方 块", "NICKNAME", "A"],
    ["小方块", "小 方 块", "NICKNAME", "B"],
    ["Ga 2100", "ga 2100", "PRODUCT_NAME", "B"],
    ["black watch", "black watch", "BRAND_NAME", null],
    ["ga", "ga", "NICKNAME", null],
  ] as const;
  return shapes.map(([alias, words, kind, productCode]) => {
    const first = random.integer(0, 15);
    const validTo = random.integer(0, 2) === 0 ? null : dayNumber(first + random.integer(1, 10));
    return { alias, words, kind, productCode, validFrom: dayNumber(first), validTo };
  });
}

const ACTIONS = ["SEARCH", "SEARCH", "SEARCH", "VISIT", "CONTENT_VIEW", "IMPRESSION", "REVIEW", "SHARE", "ANSWER"];

/** Touchpoints on a grid of hours, so that many fall on one instant or on the edge of a day; none of them an order. */
export function randomSearches(seed: number, { brands, categories, sources }: Numbers): readonly TouchpointRow[] {
  const random = SeededRandom.fromSeed(seed);
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  return Array.from({ length: 900 }, () => {
    const action = pick(ACTIONS);
    return {
      person: `p${random.integer(1, 40)}`,
      at: new Date(START + random.integer(0, DAYS * 4 - 1) * 6 * HOUR + pick([0, 0, 1, -1])).toISOString(),
      action,
      brandId: pick([brands[0]!, brands[0]!, ...brands, 0]),
      categoryId: pick([0, ...categories]),
      sourceId: pick(sources),
      exposure: pick(["SERVED", "SERVED", "SERVED", "OPPORTUNITY_TO_SEE"] as const),
      product: pick(["", "", "A", "B"]),
      tags: pick([[], [], ["solid"], ["light", "sun"], ["run"]]),
      ...(action === "SEARCH" && { keyword: pick(TYPED)[0] }),
    };
  });
}
