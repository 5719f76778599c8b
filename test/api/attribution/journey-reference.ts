import type { JourneyQuestion } from "../../../src/features/attribution/journey-question";
import { ordinalOf, type TouchpointRow } from "../../support/touchpoint-rows";

const DAY_MS = 86_400_000;
const MAX_TOUCHES = 100;
const SHOWN = ["IMPRESSION", "CONTENT_VIEW", "LIVE_VIEW"];
const ENGAGED = ["CLICK", "SEARCH", "VISIT", "PRODUCT_VIEW"];

const time = ({ at }: TouchpointRow): number => Date.parse(at);

/** A touch as `DOUYIN/one`. */
export type SlowPath = readonly string[];

export interface SlowConversion {
  readonly ordinal: number;
  readonly at: number;
  readonly value: number;
  readonly path: SlowPath;
  /** Seconds from each touch. */
  readonly ages: readonly number[];
}

export interface SlowJourneys {
  readonly converted: readonly SlowConversion[];
  /** People by path as JSON. */
  readonly unconverted: ReadonlyMap<string, number>;
}

/** The definition, read row by row: what the statements must answer. */
export function slowJourneys(all: readonly TouchpointRow[], question: JourneyQuestion): SlowJourneys {
  const rows = all.filter((row) => question.sourceIds.includes(row.sourceId!) && time(row) < question.asOf.getTime());
  const conversions = conversionsOf(rows, question).filter(
    ({ at }) => at >= question.from.getTime() && at < question.to.getTime(),
  );
  const touchesOf = (person: string): readonly TouchpointRow[] =>
    rows
      .filter((row) => row.person === person && isTouch(row, question))
      .sort((a, b) => time(a) - time(b) || compare(nameOf(a), nameOf(b)));
  const isYoung = (row: TouchpointRow, at: number): boolean => time(row) >= at - lookbackDays(row, question) * DAY_MS;
  const converted = conversions.map(({ person, at, value }) => {
    const path = touchesOf(person)
      .filter((row) => time(row) < at && isYoung(row, at))
      .slice(-MAX_TOUCHES);
    const ages = path.map((row) => Math.floor((at - time(row)) / 1000));
    return { ordinal: ordinalOf(person), at, value, path: path.map(nameOf), ages };
  });
  const unconverted = new Map<string, number>();
  for (const person of new Set(rows.map((row) => row.person))) {
    const touches = touchesOf(person);
    if (touches.length === 0 || conversions.some((conversion) => conversion.person === person)) continue;
    const path = touches.filter((row) => isYoung(row, time(touches.at(-1)!))).slice(-MAX_TOUCHES);
    const key = JSON.stringify(path.map(nameOf));
    unconverted.set(key, (unconverted.get(key) ?? 0) + 1);
  }
  return { converted, unconverted };
}

const nameOf = ({ platform, placement = "" }: TouchpointRow): string => `${platform}/${placement}`;

interface SlowEvent {
  readonly person: string;
  readonly at: number;
  readonly value: number;
}

/** Conversions at any time. */
function conversionsOf(rows: readonly TouchpointRow[], question: JourneyQuestion): readonly SlowEvent[] {
  const { brandId, conversion, from, to } = question;
  if (["VISIT", "MEMBER_JOIN", "BENEFIT_REDEEM"].includes(conversion.action)) {
    const isOfCampaign = conversion.action === "BENEFIT_REDEEM" && question.scope === "CAMPAIGN";
    const isMine = (row: TouchpointRow): boolean =>
      isOfCampaign
        ? [brandId, 0].includes(row.brandId ?? 0) && question.campaignCodes.includes(row.campaign ?? "")
        : row.brandId === brandId;
    const acts = rows.filter((row) => isMine(row) && row.action === conversion.action);
    const inWindow = acts.filter((row) => time(row) >= from.getTime() && time(row) < to.getTime());
    return firstOfEach(inWindow.map((row) => ({ person: row.person, at: time(row), value: 0 })));
  }
  const orders = ordersOf(rows, brandId)
    .filter(({ lines, refunds }) => !isRefunded(lines, refunds))
    .map(({ person, lines, refunds }) => ({
      person,
      at: Math.min(...lines.map(time)),
      value: Math.max(0, sumOf(lines, "value") - sumOf(refunds, "value")),
    }));
  return conversion.action === "FIRST_ORDER" ? firstOfEach(orders) : orders;
}

/** Of two at one instant the one with less value. */
function firstOfEach(events: readonly SlowEvent[]): readonly SlowEvent[] {
  const first = new Map<string, SlowEvent>();
  for (const event of [...events].sort((a, b) => a.at - b.at || a.value - b.value))
    if (!first.has(event.person)) first.set(event.person, event);
  return [...first.values()];
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

function lookbackDays(row: TouchpointRow, { lookbacks, lookbackDays }: JourneyQuestion): number {
  const own = lookbacks.find(
    ({ site, contact }) =>
      (site === null || site === (row.site ?? "ON_SITE")) &&
      (contact === null || (contact === "SHOWN" ? SHOWN : ENGAGED).includes(row.action)),
  );
  return own?.days ?? lookbackDays;
}

function isTouch(row: TouchpointRow, question: JourneyQuestion): boolean {
  const isOfBrand = (row.brandId ?? 0) === 0 || row.brandId === question.brandId;
  const isPlaced = question.placements.some(
    ({ platform, placement }) => row.platform === platform && row.placement === placement,
  );
  const isNamed = question.campaignCodes.includes(row.campaign ?? "") || isPlaced;
  const isMine = question.scope === "CAMPAIGN" ? isNamed : row.brandId === question.brandId || isNamed;
  const isContact = [...SHOWN, ...ENGAGED].includes(row.action) && row.action !== question.conversion.action;
  const days = Math.max(question.lookbackDays, ...question.lookbacks.map(({ days }) => days));
  const isInTime = time(row) >= question.from.getTime() - days * DAY_MS && time(row) < question.to.getTime();
  return isOfBrand && isMine && isContact && isInTime && question.exposures.includes(row.exposure ?? "SERVED");
}

const sumOf = (rows: readonly TouchpointRow[], figure: "value" | "quantity"): number =>
  rows.reduce((sum, row) => sum + (row[figure] ?? 0), 0);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
