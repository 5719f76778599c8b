import { DateTime } from "luxon";
import type { TouchpointRow } from "../../support/touchpoint-rows";

const EXPOSURE = new Set(["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"]);
const VISIT = new Set(["VISIT", "PRODUCT_VIEW"]);
const ENGAGE = new Set(["SEARCH", "FAVOURITE", "FOLLOW", "ADD_TO_CART", "CONSULT", "MEMBER_JOIN", "SHARE", "ANSWER"]);

export interface ReferenceHop {
  people: number;
  reached: number;
  withoutExposure: number;
  readonly hours: number[];
}

const dayOf = (at: number): string => DateTime.fromMillis(at, { zone: "Asia/Shanghai" }).toISODate()!;

/** When the person's net orders began, first one first: written from the rule in words, row by row. */
function netOrderTimes(rows: readonly TouchpointRow[]): readonly number[] {
  const orders = new Map<string, TouchpointRow[]>();
  for (const [index, row] of rows.entries()) {
    if (row.action !== "ORDER" && row.action !== "REFUND") continue;
    if (row.action === "REFUND" && !row.orderId) continue;
    const key = row.orderId ? `id ${row.orderId}` : `row ${index}`;
    orders.set(key, [...(orders.get(key) ?? []), row]);
  }
  return [...orders.values()]
    .filter((lines) => {
      const bought = lines.filter(({ action }) => action === "ORDER");
      const returned = lines.filter(({ action }) => action === "REFUND");
      if (bought.length === 0) return false;
      if (returned.length === 0) return true;
      if (lines.some(({ value }) => value === undefined)) return false; // no quantities here: any refund is full
      const sum = (some: readonly TouchpointRow[]): number => some.reduce((total, { value }) => total + value!, 0);
      return sum(returned) < sum(bought);
    })
    .map((lines) => Math.min(...lines.flatMap(({ action, at }) => (action === "ORDER" ? [Date.parse(at)] : []))))
    .sort((a, b) => a - b);
}

/** Follows one person after the other; `rows` are those of the brand that the reader may see, of any time before asOf. */
export function chainReference(
  rows: readonly TouchpointRow[],
  window: { readonly from: string; readonly to: string },
  isEntry: (row: TouchpointRow) => boolean,
): readonly ReferenceHop[] {
  const hops = Array.from(
    { length: 5 },
    (): ReferenceHop => ({ people: 0, reached: 0, withoutExposure: 0, hours: [] }),
  );
  const isIn = (at: number): boolean => at >= Date.parse(window.from) && at < Date.parse(window.to);
  for (const person of new Set(rows.map((row) => row.person))) {
    const own = rows.filter((row) => row.person === person);
    const timesOf = (actions: ReadonlySet<string>): number[] =>
      own
        .filter((row) => actions.has(row.action))
        .map(({ at }) => Date.parse(at))
        .filter(isIn);
    const orders = netOrderTimes(own).filter(isIn);
    const exposures = own
      .filter((row) => EXPOSURE.has(row.action) && isEntry(row))
      .map(({ at }) => Date.parse(at))
      .filter(isIn);
    const repeats = orders.filter((at) => dayOf(at) > dayOf(orders[0]!));
    const acts = [exposures, timesOf(VISIT), timesOf(ENGAGE), orders, repeats];
    let last: number | null = null;
    let isInChain = true;
    for (const [k, times] of acts.entries()) {
      if (times.length > 0) hops[k]!.people += 1;
      if (k > 0 && times.length > 0 && !exposures.some((exposed) => times.some((at) => at >= exposed)))
        hops[k]!.withoutExposure += 1;
      const since: number = last ?? Number.NEGATIVE_INFINITY;
      const after = k === 4 ? orders.filter((at) => dayOf(at) > dayOf(since)) : times.filter((at) => at >= since);
      isInChain = isInChain && after.length > 0;
      if (!isInChain) continue;
      const reachedAt = Math.min(...after);
      hops[k]!.reached += 1;
      if (k > 0) hops[k]!.hours.push((reachedAt - since) / 3_600_000);
      last = reachedAt;
    }
  }
  return hops;
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7). */
export function quantile(values: readonly number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = level * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}
