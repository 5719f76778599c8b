import { bitmapText } from "../../platform/clickhouse/bitmap";
import { PART_OF_PERSON } from "../audiences";
import { IS_CONTACT, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE } from "../touchpoints";
import type { ArmSlice } from "./arm-people";
import type { ArmQuestion } from "./arm-question";
import { isOfOrders } from "./arm-question";
import type { Metric } from "./experiment";

const INSTANT = "DateTime64(3, 'UTC')";
const READABLE = `${OF_BRAND} AND source_id IN {sourceIds:Array(UInt32)} AND occurred_at < {asOf:${INSTANT}}`;
const MILLISECONDS = "toUnixTimestamp64Milli(occurred_at)";
/** From 1; 0 of no variant. A look-up of its own costs a third of `indexOf`. */
const VARIANT = "transform(variant, {codes:Array(String)}, {places:Array(UInt8)}, toUInt8(0))";

/** From 1: the first audience that holds the person, 0 for none; everybody where there are no audiences. */
const audienceSql = ({ draw }: ArmQuestion): string =>
  draw.audiences.length === 0
    ? "1"
    : `multiIf(${draw.audiences.map((people, place) => `bitmapContains(${bitmapText(people)}, ordinal), ${place + 1}`).join(", ")}, 0)`;

const armSql = ({ codes }: ArmQuestion, audience: string, variant: string): string =>
  `toUInt8((${audience} - 1) * ${codes.length} + ${variant})`;

/** Everybody with the arm and the start in Unix milliseconds; of RECORDED draws also who saw several variants, and is in no arm. */
export function peopleSql(question: ArmQuestion): string {
  const { draw, window } = question;
  if (draw.kind === "HASHED") {
    const parts = draw.parts.map(({ to }, place) => `${PART_OF_PERSON} < ${to}, ${place + 1}`);
    const members = draw.audiences.map(
      (people, place) => `SELECT ${place + 1} AS audience, arrayJoin(bitmapToArray(${bitmapText(people)})) AS ordinal`,
    );
    return `SELECT ordinal, ${armSql(question, "audience", `multiIf(${parts.join(", ")}, 0)`)} AS arm, toFloat64({from:Int64}) AS start, toUInt8(0) AS mixed
      FROM (${members.join(" UNION ALL ")})`;
  }
  return `SELECT ordinal, ${armSql(question, audienceSql(question), "min(seen)")} AS arm, toFloat64(min(at)) AS start, toUInt8(min(seen) != max(seen)) AS mixed
    FROM (
      SELECT ordinal, ${VARIANT} AS seen, ${MILLISECONDS} AS at
      FROM ${touchpointRelation(window.overlayId, "PRESENT")}
      WHERE ${READABLE} AND ${IS_CONTACT} AND variant IN {codes:Array(String)}
        AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    )
    GROUP BY ordinal
    HAVING ${audienceSql(question)} > 0`;
}

/** When something may count for somebody, in Unix milliseconds: from the earliest start's period before to the end of the last days. */
export interface ArmDays {
  readonly from: number;
  readonly to: number;
}

const OF_SLICE = ({ people }: ArmSlice): string => `bitmapContains(${bitmapText(people)}, ordinal)`;
const FROM_FIRST_DAY = "occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')";
const BEFORE_LAST_DAY = "occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

/** Rows that dwell counts. */
const isStay = ({ action }: Metric): string =>
  `duration_seconds > 0${action === null ? "" : ` AND action = '${action}'`}`;

/** Actions of metrics that are told row by row, by the number, from 1, that their rows are told with; 0 is any other. */
export const actionsOf = ({ metrics }: ArmQuestion): readonly string[] => [
  ...new Set(metrics.filter((metric) => !isOfOrders(metric)).flatMap(({ action }) => action ?? [])),
];

/** Rows of a slice's people that some metric counts, or that show a variant. */
export function touchesSql(question: ArmQuestion, slice: ArmSlice): string {
  const actions = actionsOf(question);
  const counted = question.metrics.flatMap((metric) =>
    isOfOrders(metric) ? [] : [metric.kind === "DWELL" ? isStay(metric) : `action = '${metric.action}'`],
  );
  const isCounted = counted.length === 0 ? "" : ` OR ${BEFORE_LAST_DAY} AND (${[...new Set(counted)].join(" OR ")})`;
  return rowsSql(question, slice, `(variant != '' AND variant IN {codes:Array(String)}${isCounted})`, actions);
}

/** Rows of a slice's people that some metric of dwell counts. */
export function staysSql(question: ArmQuestion, slice: ArmSlice): string {
  const stays = question.metrics.filter(({ kind }) => kind === "DWELL").map(isStay);
  return rowsSql(question, slice, `${BEFORE_LAST_DAY} AND (${stays.join(" OR ")})`, actionsOf(question));
}

function rowsSql({ window }: ArmQuestion, slice: ArmSlice, condition: string, actions: readonly string[]): string {
  const numbers = actions.map((action, place) => `action = '${action}', ${place + 1}`);
  return `SELECT ordinal, toFloat64(${MILLISECONDS}) AS at, toUInt8(${actions.length === 0 ? "0" : `multiIf(${numbers.join(", ")}, 0)`}) AS act,
      duration_seconds AS seconds, ${VARIANT} AS seen
    FROM ${touchpointRelation(window.overlayId, "COUNTED")}
    WHERE ${READABLE} AND ${IS_CONTACT} AND ${FROM_FIRST_DAY} AND ${condition} AND ${OF_SLICE(slice)}`;
}

/** The order of a row of one person: 64 bits tell a person's orders apart, and are grouped in half the time of their names. */
const ORDER = "if(order_id = '', sipHash64(source_id, toDate(occurred_at), event_id), sipHash64(order_id))";

/** Net orders of a slice's people, each with its instant, its worth in minor units and whether that is not known. */
export function ordersSql({ window }: ArmQuestion, slice: ArmSlice): string {
  const worth = (action: string): string =>
    `sumIf(ifNull(value_minor, 0), action = '${action}' AND currency = {currency:String})`;
  return `SELECT ordinal, toFloat64(minIf(${MILLISECONDS}, action = 'ORDER')) AS at, toFloat64(${worth("ORDER")} - ${worth("REFUND")}) AS worth,
      toUInt8(countIf(action = 'ORDER' AND (value_minor IS NULL OR currency != {currency:String})) > 0) AS unvalued
    FROM ${touchpointRelation(window.overlayId, "COUNTED")}
    WHERE ${READABLE} AND ${IS_TRADE} AND ${OF_SLICE(slice)}
    GROUP BY ordinal, ${ORDER}
    HAVING ${IS_NET_ORDER} AND at >= {from:Int64} AND at < {to:Int64}`;
}

export function armParams(
  { window, currencyCode, codes, draw }: ArmQuestion,
  { from, to }: ArmDays,
): Record<string, unknown> {
  const { brandId, to: asOf, sourceIds } = window;
  const drawn = draw.kind === "HASHED" ? { k0: draw.key[0], k1: draw.key[1] } : {};
  const places = codes.map((_, place) => place + 1);
  return {
    ...{ brandId, asOf, sourceIds: [...sourceIds], currency: currencyCode, codes: [...codes], places, from, to },
    ...drawn,
  };
}
