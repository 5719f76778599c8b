import { DateTime } from "luxon";
import type { SalesRow } from "../../../src/features/market/sales.store";
import type { TouchpointRow } from "../../support/touchpoint-rows";
import { type Cloud, type NetOrder, netOrdersAt } from "../assets/label-reference";

export interface ReferenceQuestion {
  readonly categoryId: number;
  readonly from: number;
  readonly to: number;
  readonly firstYear: number;
}

/** What brands sold, slow and obvious: one brand, one person, one order at a time. */
export function salesOf(cloud: Cloud, question: ReferenceQuestion): readonly SalesRow[] {
  const sellers = cloud.sellersIn.get(question.categoryId)!;
  const brandIds = [...new Set(cloud.rows.map((row) => row.brandId ?? 0))].filter((id) => id !== 0);
  const periods = [0, 2023, 2024, 2025, 2026].filter((year) => year === 0 || year >= question.firstYear);
  const people = [...new Set(cloud.rows.map((row) => row.person))];
  return periods.flatMap((year) => {
    const ordersOf = (brandId: number, person: string): readonly NetOrder[] =>
      netOrdersAt(cloud, person, brandId, question.to).filter(
        (order) =>
          order.lines.some((row) => isInMarket(cloud, question, row)) &&
          (year === 0 ? order.at >= question.from : dayOf(cloud, sellers, brandId, order.at).startsWith(`${year}`)),
      );
    const buyers = new Set<string>();
    const rows = brandIds.flatMap((brandId): readonly SalesRow[] => {
      const own = people.map((person) => ({ person, orders: ordersOf(brandId, person) })).filter(hasOrders);
      for (const { person } of own) buyers.add(person);
      if (own.length === 0) return [];
      const orders = own.flatMap((buyer) => buyer.orders);
      const net = (amount: (row: TouchpointRow) => number) =>
        BigInt(orders.reduce((total, order) => total + netOf(cloud, question, order, amount), 0));
      const days = (list: readonly NetOrder[]) =>
        new Set(list.map(({ at }) => dayOf(cloud, sellers, brandId, at))).size;
      const lacksValue = ({ lines }: NetOrder): boolean =>
        lines.some((row) => isInMarket(cloud, question, row) && row.value === undefined);
      return [
        {
          brandId,
          year,
          buyers: BigInt(own.length),
          repeatBuyers: BigInt(own.filter((buyer) => days(buyer.orders) >= 2).length),
          orders: BigInt(orders.length),
          ordersWithoutValue: BigInt(orders.filter(lacksValue).length),
          units: net((row) => row.quantity ?? (row.action === "ORDER" ? 1 : 0)),
          gmvMinor: net((row) => row.value ?? 0),
        },
      ];
    });
    const none = { repeatBuyers: 0n, orders: 0n, ordersWithoutValue: 0n, units: 0n, gmvMinor: 0n };
    return buyers.size === 0 ? [] : [...rows, { ...none, brandId: 0, year, buyers: BigInt(buyers.size) }];
  });
}

const hasOrders = ({ orders }: { readonly orders: readonly NetOrder[] }): boolean => orders.length > 0;

function netOf(
  cloud: Cloud,
  question: ReferenceQuestion,
  { lines, refunds }: NetOrder,
  amount: (row: TouchpointRow) => number,
): number {
  const sum = (rows: readonly TouchpointRow[]): number =>
    rows.filter((row) => isInMarket(cloud, question, row)).reduce((total, row) => total + amount(row), 0);
  return Math.max(sum(lines) - sum(refunds), 0);
}

const isInMarket = (cloud: Cloud, { categoryId }: ReferenceQuestion, row: TouchpointRow): boolean =>
  row.categoryId
    ? cloud.treeOf.get(categoryId)!.includes(row.categoryId)
    : cloud.sellersIn.get(categoryId)!.includes(row.brandId!);

/** In the zone of the brand; brands from elsewhere have that of the last different zone of the category's. */
function dayOf(cloud: Cloud, sellers: readonly number[], brandId: number, at: number): string {
  const zones = [...new Set(cloud.brands.filter(({ id }) => sellers.includes(id)).map(({ zone }) => zone))];
  const zone = sellers.includes(brandId) ? cloud.brands.find(({ id }) => id === brandId)!.zone : zones.at(-1)!;
  return DateTime.fromMillis(at, { zone }).toISODate()!;
}
