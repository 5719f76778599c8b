import { rfmScore } from "../../../src/engines/customer-value/rfm";
import type { TouchpointRow } from "../../support/touchpoint-rows";
import { AS_OF, type Shop } from "./opportunity-setup";

const DAY = 86_400_000;

export interface Order {
  readonly person: string;
  readonly at: number;
  readonly brandId: number;
  readonly lines: readonly TouchpointRow[];
}

export interface Customer {
  readonly person: string;
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number | null;
  readonly cycle: number | null;
}

/** Says in loops over plain rows what the store says in SQL. Orders of the fixture are of one brand, and refunds full. */
export class SlowReference {
  readonly from: number;
  readonly to = AS_OF.getTime();

  constructor(
    private readonly shop: Shop,
    private readonly all: readonly TouchpointRow[],
    days: number,
  ) {
    this.from = this.to - days * DAY;
  }

  /** Rows of sources that the organisation may read; about rivals only the cloud's. */
  rows(isOwn: boolean): readonly TouchpointRow[] {
    const { cloudSourceId, ownSourceId } = this.shop;
    return this.all.filter(({ sourceId }) => sourceId === cloudSourceId || (isOwn && sourceId === ownSourceId));
  }

  orders(rows: readonly TouchpointRow[] = this.rows(true)): readonly Order[] {
    const refunded = new Set(rows.filter(({ action }) => action === "REFUND").map(({ orderId }) => orderId));
    const byId = new Map<string, TouchpointRow[]>();
    for (const row of rows)
      if (row.action === "ORDER" && !refunded.has(row.orderId))
        byId.set(row.orderId!, [...(byId.get(row.orderId!) ?? []), row]);
    return [...byId.values()]
      .map((lines) => ({
        person: lines[0]!.person,
        at: Date.parse(lines[0]!.at),
        brandId: lines[0]!.brandId!,
        lines,
      }))
      .filter(({ at }) => at >= this.from && at < this.to);
  }

  /** Who bought in the category, of one brand or of any. */
  customers(categoryId: number, brandId: number | null): readonly Customer[] {
    const orders = this.orders().flatMap((order) => {
      const lines = order.lines.filter((line) => line.categoryId === categoryId);
      if (lines.length === 0 || (brandId !== null && order.brandId !== brandId)) return [];
      const values = lines.flatMap(({ value }) => value ?? []);
      return [{ ...order, ticket: values.length === 0 ? null : values.reduce((a, b) => a + b, 0) }];
    });
    return [...new Set(orders.map(({ person }) => person))].map((person) => {
      const mine = orders.filter((order) => order.person === person).sort((a, b) => a.at - b.at);
      const tickets = mine.flatMap(({ ticket }) => ticket ?? []);
      const [first, last] = [mine[0]!.at, mine.at(-1)!.at];
      return {
        person,
        recency: Math.floor((Math.floor(this.to / 1000) - Math.floor(last / 1000)) / 86_400),
        frequency: mine.length,
        monetary: tickets.length === 0 ? null : tickets.reduce((a, b) => a + b, 0) / tickets.length,
        cycle:
          mine.length === 1 ? null : (Math.floor(last / 1000) - Math.floor(first / 1000)) / 86_400 / (mine.length - 1),
      };
    });
  }

  /** Scores by person; null where a value is unknown. */
  scores(
    customers: readonly Customer[],
    axis: "recency" | "frequency" | "monetary",
  ): ReadonlyMap<string, number | null> {
    const values = customers.flatMap((customer) => customer[axis] ?? []);
    const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => quantile(values, share));
    const name = axis.toUpperCase() as "RECENCY";
    return new Map(
      customers.map((customer) => {
        const value = customer[axis];
        return [customer.person, value === null ? null : rfmScore(name, value, cuts)];
      }),
    );
  }

  /** First cart of the side that no order of the same side followed; absent without one. */
  openCarts(side: "own" | "rival"): ReadonlyMap<string, number | null> {
    const rows = this.side(side);
    const carts = rows.filter(({ action, at }) => action === "ADD_TO_CART" && this.isInWindow(at));
    const orders = this.orders(rows);
    return new Map(
      carts.map(({ person }) => {
        const last = Math.max(...orders.filter((order) => order.person === person).map(({ at }) => at), 0);
        const open = carts.filter((cart) => cart.person === person && Date.parse(cart.at) > last);
        return [person, open.length === 0 ? null : Math.min(...open.map(({ at }) => Date.parse(at)))];
      }),
    );
  }

  ordersOf(side: "own" | "rival"): readonly Order[] {
    return this.orders(this.side(side));
  }

  private side(side: "own" | "rival"): readonly TouchpointRow[] {
    const brandId = side === "own" ? this.shop.brandId : this.shop.rivalBrandId;
    return this.rows(side === "own").filter((row) => row.brandId === brandId);
  }

  private isInWindow(at: string): boolean {
    return Date.parse(at) >= this.from && Date.parse(at) < this.to;
  }
}

/** Type 7 of Hyndman & Fan 1996. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}
