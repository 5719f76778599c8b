import type { JourneyGroup, JourneyQuestion } from "../../../src/features/attribution/journey.store";
import { ordinalOf, type TouchpointRow } from "../../support/touchpoint-rows";

const DAY_MS = 86_400_000;
const MAX_TOUCHES = 100;
const CONTACTS = ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW", "SEARCH", "VISIT", "PRODUCT_VIEW"];

const time = ({ at }: TouchpointRow): number => Date.parse(at);

/** The definition, read row by row: what the statement must answer. */
export function slowJourneys(all: readonly TouchpointRow[], question: JourneyQuestion): JourneyGroup[] {
  const rows = all.filter((row) => question.sourceIds.includes(row.sourceId!) && time(row) < question.asOf.getTime());
  const groups = new Map<string, { conversions: number; value: number; capped: number; people: Set<number> }>();
  for (const { person, lines, refunds } of ordersOf(rows, question.brandId)) {
    const orderedAt = Math.min(...lines.map(time));
    if (orderedAt < question.from.getTime() || orderedAt >= question.to.getTime()) continue;
    if (isRefunded(lines, refunds)) continue;
    const eligible = rows
      .filter((row) => row.person === person && isTouch(row, question))
      .filter((row) => time(row) < orderedAt && time(row) >= orderedAt - question.lookbackDays * DAY_MS)
      .map((row) => ({ at: time(row), touch: [row.platform!, row.placement ?? ""] as const }))
      .sort((a, b) => a.at - b.at || compare(a.touch[0], b.touch[0]) || compare(a.touch[1], b.touch[1]));
    const path = JSON.stringify(eligible.slice(-MAX_TOUCHES).map(({ touch }) => touch));
    const group = groups.get(path) ?? { conversions: 0, value: 0, capped: 0, people: new Set<number>() };
    groups.set(path, group);
    group.conversions += 1;
    group.value += Math.max(0, sumOf(lines, "value") - sumOf(refunds, "value"));
    group.capped += eligible.length > MAX_TOUCHES ? 1 : 0;
    group.people.add(ordinalOf(person));
  }
  return [...groups].map(([path, { conversions, value, capped, people }]) => ({
    path: (JSON.parse(path) as [string, string][]).map(([platform, placement]) => ({ platform, placement })),
    conversions: BigInt(conversions),
    value: BigInt(value),
    capped: BigInt(capped),
    foreign: 0n,
    people: [...people].sort((a, b) => a - b),
  }));
}

interface Order {
  readonly person: string;
  readonly lines: TouchpointRow[];
  readonly refunds: TouchpointRow[];
}

function ordersOf(rows: readonly TouchpointRow[], brandId: number): readonly Order[] {
  const orders = new Map<string, Order>();
  for (const row of rows) {
    if (row.brandId !== brandId || (row.action !== "ORDER" && row.action !== "REFUND")) continue;
    if (row.action === "REFUND" && !row.orderId) continue;
    const key = row.orderId ? `${row.person} ${row.orderId}` : `${row.person} alone ${rows.indexOf(row)}`;
    const order = orders.get(key) ?? { person: row.person, lines: [], refunds: [] };
    orders.set(key, order);
    (row.action === "ORDER" ? order.lines : order.refunds).push(row);
  }
  return [...orders.values()].filter(({ lines }) => lines.length > 0);
}

function isRefunded(lines: readonly TouchpointRow[], refunds: readonly TouchpointRow[]): boolean {
  if (refunds.length === 0) return false;
  for (const figure of ["value", "quantity"] as const) {
    const isKnown = [...lines, ...refunds].every((row) => row[figure] !== undefined);
    if (isKnown && sumOf(lines, figure) > 0) return sumOf(refunds, figure) >= sumOf(lines, figure);
  }
  return true;
}

function isTouch(row: TouchpointRow, question: JourneyQuestion): boolean {
  const isOfBrand = (row.brandId ?? 0) === 0 || row.brandId === question.brandId;
  const isPlaced = question.placements.some(
    ({ platform, placement }) => row.platform === platform && row.placement === placement,
  );
  const isEligible = CONTACTS.includes(row.action) && question.exposures.includes(row.exposure ?? "SERVED");
  return isOfBrand && isEligible && (row.campaign === question.campaignCode || isPlaced);
}

const sumOf = (rows: readonly TouchpointRow[], figure: "value" | "quantity"): number =>
  rows.reduce((sum, row) => sum + (row[figure] ?? 0), 0);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
