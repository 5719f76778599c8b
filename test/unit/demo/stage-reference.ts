import type { Touchpoint } from "./read-cloud";

/** The default rule set, version 1 (capabilities 1.4a), slow and obvious: 0 is met but lapsed, 1 AWARE to 4 ADVOCATE. */
export type Stage = 0 | 1 | 2 | 3 | 4;

const DAY_MS = 86_400_000;
const ZONE_OFFSET_MS = 8 * 3_600_000;
const REPEATED = ["CONTENT_VIEW", "CLICK", "VISIT", "PRODUCT_VIEW", "LIVE_VIEW"];
const STRONG = ["SEARCH", "FAVOURITE", "FOLLOW", "ADD_TO_CART", "CONSULT", "MEMBER_JOIN", "SHARE", "ANSWER"];

/** `touchpoints`: one person's of one brand. Only those before `instant` count. */
export function stageAt(touchpoints: readonly Touchpoint[], instant: number): Stage {
  const within = (days: number): readonly Touchpoint[] =>
    touchpoints.filter(({ at }) => at >= instant - days * DAY_MS && at < instant);
  const year = within(365);
  const orders = netOrders(year);
  if (orders.length > 0) return isAdvocate(year, orders) ? 4 : 3;
  const recent = within(15);
  if (recent.some(({ action }) => STRONG.includes(action))) return 2;
  if (recent.filter(({ action }) => REPEATED.includes(action)).length >= 2) return 2;
  return recent.length > 0 ? 1 : 0;
}

/** Deepest stage at any instant of [from, to): a stage can only rise with a touchpoint, and counts from just after it. */
export function deepestStage(touchpoints: readonly Touchpoint[], from: number, to: number): Stage {
  const instants = touchpoints.map(({ at }) => at + 1).filter((instant) => instant > from && instant < to);
  return Math.max(...[from, ...instants].map((instant) => stageAt(touchpoints, instant))) as Stage;
}

interface NetOrder {
  readonly at: number;
  readonly day: number;
}

/** Orders of which anything is left after the refunds that name them. */
function netOrders(touchpoints: readonly Touchpoint[]): readonly NetOrder[] {
  const left = new Map<string, { at: number; fen: number }>();
  for (const { action, orderId, at, amount } of touchpoints) {
    if (action !== "ORDER") continue;
    const order = left.get(orderId!) ?? { at, fen: 0 };
    left.set(orderId!, { at: Math.min(order.at, at), fen: order.fen + fenOf(amount!) });
  }
  for (const { action, orderId, amount } of touchpoints) {
    if (action === "REFUND") left.get(orderId!)!.fen -= fenOf(amount!);
  }
  return [...left.values()]
    .filter(({ fen }) => fen > 0)
    .map(({ at }) => ({ at, day: Math.floor((at + ZONE_OFFSET_MS) / DAY_MS) }));
}

function isAdvocate(year: readonly Touchpoint[], orders: readonly NetOrder[]): boolean {
  if (new Set(orders.map(({ day }) => day)).size >= 2) return true;
  const firstOrder = Math.min(...orders.map(({ at }) => at));
  return year.some(
    ({ action, at, rating }) =>
      (action === "REVIEW" && rating! >= 4) || ((action === "SHARE" || action === "ANSWER") && at > firstOrder),
  );
}

export function fenOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}
