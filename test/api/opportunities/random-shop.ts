import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import type { TouchpointRow } from "../../support/touchpoint-rows";
import { daysBack, type Shop } from "./opportunity-setup";

export const PEOPLE = 240;

/**
 * Random views, carts and orders. An order is of one brand and one instant, has one or two lines of which the second is of
 * another category, and is refunded in full now and then; it carries values, but for some. Every fifth row is of a source that
 * only another organisation may read, and every tenth of the organisation's own.
 */
export function randomRows(shop: Shop, seed: number): readonly TouchpointRow[] {
  const random = SeededRandom.fromSeed(seed);
  const rows: TouchpointRow[] = [];
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  for (let person = 1; person <= PEOPLE; person++) {
    for (let count = random.integer(1, 8); count > 0; count--) {
      const dice = random.integer(0, 9);
      const base = {
        person: `p${person}`,
        at: daysBack(random.integer(0, 80) + random.uniform()),
        brandId: pick([shop.brandId, shop.brandId, shop.rivalBrandId, shop.otherBrandId]),
        sourceId: dice < 2 ? shop.strangerSourceId : dice === 2 ? shop.ownSourceId : shop.cloudSourceId,
        platform: pick(["JD", "DOUYIN"]),
      };
      const categoryId = base.brandId === shop.otherBrandId ? shop.beautyId : shop.watchesId;
      const product = pick(["alpha", "beta", "gamma"]);
      const kind = random.integer(0, 9);
      if (kind < 3) rows.push({ ...base, action: pick(["CONTENT_VIEW", "SEARCH"]), categoryId });
      else if (kind < 6) rows.push({ ...base, action: "ADD_TO_CART", categoryId, product });
      else rows.push(...order(base, categoryId, product));
    }
  }
  return rows;

  function order(base: Omit<TouchpointRow, "action">, categoryId: number, product: string): readonly TouchpointRow[] {
    const orderId = `order-${rows.length}`;
    const hasValue = random.integer(0, 9) > 0;
    const line = (more: Partial<TouchpointRow>): TouchpointRow => ({
      ...base,
      ...{ action: "ORDER", orderId, categoryId, product },
      ...(hasValue && { value: random.integer(1, 40) * 100 }),
      ...more,
    });
    const second =
      random.integer(0, 2) === 0 ? [line({ categoryId: pick([shop.digitalId, shop.beautyId]), product: "delta" })] : [];
    const refund = random.integer(0, 9) === 0 ? [{ ...base, action: "REFUND", orderId, categoryId }] : [];
    return [line({}), ...second, ...refund];
  }
}
