import { bitmapText } from "../../platform/clickhouse/bitmap";
import { PART_OF_PERSON } from "../audiences";
import { IS_CONTACT, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import type { ArmQuestion } from "./arm-question";
import { isOfOrders } from "./arm-question";
import type { Metric } from "./experiment";

const INSTANT = "DateTime64(3, 'UTC')";
const UNTIL = `occurred_at < {asOf:${INSTANT}}`;
const READABLE = `${OF_BRAND} AND source_id IN {sourceIds:Array(UInt32)}`;
const COLUMNS = [
  ...["ordinal", "action", "occurred_at", "duration_seconds", "exposure", "variant", "value_minor", "currency"],
  ...["quantity", "order_id", "source_id", "event_id"],
];

/** From 1: the first audience that holds the person, 0 for none; everybody where there are no audiences. */
const audienceSql = ({ draw }: ArmQuestion): string =>
  draw.audiences.length === 0
    ? "1"
    : `multiIf(${draw.audiences.map((people, place) => `bitmapContains(${bitmapText(people)}, ordinal), ${place + 1}`).join(", ")}, 0)`;

/** From 1: the variant that a part of the random order gets. */
const drawnSql = (question: ArmQuestion): string =>
  question.draw.kind === "HASHED"
    ? `multiIf(${question.draw.parts.map(({ to }, place) => `${PART_OF_PERSON} < ${to}, ${place + 1}`).join(", ")}, 0)`
    : "0";

/** RECORDED: people with audience, variant of the first exposure and its instant; `seen` variants in all. */
const exposedPeopleSql = (question: ArmQuestion): string => `
  SELECT ordinal, ${audienceSql(question)} AS audience, indexOf({codes:Array(String)}, argMin(variant, occurred_at)) AS arm,
    min(occurred_at) AS anchor, uniqExact(variant) AS seen
  FROM ${touchpointRelation(question.window.overlayId, "PRESENT")}
  WHERE ${READABLE} AND ${IS_CONTACT} AND variant IN {codes:Array(String)}
    AND occurred_at >= {exposedFrom:${INSTANT}} AND occurred_at < {exposedTo:${INSTANT}} AND ${UNTIL}
  GROUP BY ordinal
  HAVING audience > 0`;

/** Rows of the arms' people, each with audience, arm and the person's start. Not ANY INNER JOIN, which keeps one row of each person. */
function armRowsSql(question: ArmQuestion, condition: string): string {
  const relation = `${touchpointRelation(question.window.overlayId, "COUNTED")} WHERE ${READABLE} AND ${UNTIL} AND ${condition}`;
  if (question.draw.kind === "HASHED")
    return `SELECT ${COLUMNS.join(", ")}, ${audienceSql(question)} AS audience, ${drawnSql(question)} AS arm,
        ${between(`{startsAt:${INSTANT}}`, "occurred_at")} AS age
      FROM ${relation} AND audience > 0`;
  return `SELECT ${COLUMNS.map((column) => `touch.${column} AS ${column}`).join(", ")}, audience, arm,
      ${between("anchor", "occurred_at")} AS age, ${between("anchor", ASKED)} AS until_now
    FROM (SELECT ${COLUMNS.join(", ")} FROM ${relation}) AS touch
    GLOBAL INNER JOIN (SELECT ordinal, audience, arm, anchor FROM (${exposedPeopleSql(question)}) WHERE seen = 1) AS person
      ON person.ordinal = touch.ordinal`;
}

const DAY_MS = 86_400_000;

/** Whether the days of a metric are over; those of HASHED people go on together, and are compared as far as they have come. */
const isOver = ({ draw }: ArmQuestion, { toDay }: Metric, untilNow: string): string =>
  draw.kind === "HASHED" ? "1" : `${untilNow} >= ${toDay * DAY_MS}`;

/** Milliseconds from one instant to another: whole numbers, as twenty comparisons of instants a row cost several times as much. */
const between = (from: string, to: string): string => `toUnixTimestamp64Milli(${to}) - toUnixTimestamp64Milli(${from})`;
const ASKED = `{asOf:${INSTANT}}`;

/** Conditions that what happened at an age, of a person with so much time until now, is of the metric's days, and of the period before. */
function daysSql(question: ArmQuestion, metric: Metric, age = "age", untilNow = "until_now") {
  const over = question.draw.kind === "HASHED" ? "" : ` AND ${isOver(question, metric, untilNow)}`;
  const { fromDay, toDay } = metric;
  const before = `${age} >= ${-(question.prePeriodDays ?? 0) * DAY_MS} AND ${age} < 0${over}`;
  return {
    during: `${age} >= ${fromDay * DAY_MS} AND ${age} < ${toDay * DAY_MS}${over}`,
    before: question.prePeriodDays === null ? null : before,
  };
}

/** How many people an arm has, and of whom each metric is known. */
export const peopleSql = (question: ArmQuestion): string =>
  question.draw.kind === "HASHED"
    ? `SELECT audience, ${drawnSql(question)} AS arm, toUInt64(count()), toUInt64(0), CAST([] AS Array(UInt64))
       FROM (${question.draw.audiences
         .map(
           (people, place) =>
             `SELECT ${place + 1} AS audience, arrayJoin(bitmapToArray(${bitmapText(people)})) AS ordinal`,
         )
         .join(" UNION ALL ")})
       GROUP BY audience, arm`
    : `SELECT audience, arm, toUInt64(countIf(seen = 1)), toUInt64(countIf(seen > 1)),
         [${question.metrics.map((metric) => `toUInt64(countIf(seen = 1 AND ${isOver(question, metric, between("anchor", ASKED))}))`).join(", ")}]
       FROM (${exposedPeopleSql(question)})
       GROUP BY audience, arm`;

/** Sums of a metric `m`, its value before `b` and orders without a value `u`, in the order of `MetricFigures`; what cannot be is not summed. */
function sumsSql({ kind }: Metric, place: number, hasBefore: boolean): string {
  const [m, b] = [`m${place}`, `b${place}`];
  // 0 or 1 is its own square.
  const [squares, active] =
    kind === "SHARE" ? [`sum(${m})`, `sum(${m})`] : [`sum(${m} * ${m})`, `toFloat64(countIf(${m} != 0))`];
  const before = hasBefore ? [`sum(${b})`, `sum(${b} * ${b})`, `sum(${m} * ${b})`] : ["0.", "0.", "0."];
  const unvalued = kind === "VALUE" ? `toFloat64(sum(u${place}))` : "0.";
  return `[${[`sum(${m})`, squares, ...before, active, unvalued].join(", ")}]`;
}

/** Rows that dwell counts. */
const isStay = ({ action }: Metric): string =>
  `duration_seconds > 0${action === null ? "" : ` AND action = '${action}'`}`;

/** What caps the dwell of each metric: a percentile over the rows of all arms together, so that it favours none. */
export const capsSql = (question: ArmQuestion, dwell: readonly Metric[]): string =>
  `SELECT [${dwell
    .map((metric) => {
      const condition = `${isStay(metric)} AND ${daysSql(question, metric).during}`;
      return `if(countIf(${condition}) = 0, NULL, quantileExactIf(${metric.capPercentile / 100})(duration_seconds, ${condition}))`;
    })
    .join(", ")}]
   FROM (${armRowsSql(question, `${IS_CONTACT} AND (${dwell.map(isStay).join(" OR ")})`)})`;

/** Sums by arm of the metrics that are told row by row, and who was exposed. */
export function touchesSql(question: ArmQuestion, caps: readonly (number | null)[]): string {
  const places = question.metrics.flatMap((metric, place) => (isOfOrders(metric) ? [] : [{ metric, place }]));
  const columns = places.flatMap(({ metric, place }) => {
    const { during, before } = daysSql(question, metric);
    const value = (days: string): string => valueSql(metric, days, caps[place] ?? null);
    return [`${value(during)} AS m${place}`, ...(before === null ? [] : [`${value(before)} AS b${place}`])];
  });
  const seen = "if(age >= 0, indexOf({codes:Array(String)}, variant), 0)";
  const conditions = [
    "variant IN {codes:Array(String)}",
    ...places.map(({ metric }) => (metric.kind === "DWELL" ? isStay(metric) : `action = '${metric.action}'`)),
  ];
  const inTime =
    question.draw.kind === "HASHED"
      ? ` AND occurred_at >= subtractDays({startsAt:${INSTANT}}, ${question.prePeriodDays ?? 0})`
      : "";
  return `
    SELECT of_audience, of_arm, toUInt64(countIf(own)), toUInt64(countIf(other)), [${places.map(({ metric, place }) => sumsSql(metric, place, question.prePeriodDays !== null)).join(", ")}]
    FROM (
      SELECT ordinal, any(audience) AS of_audience, any(arm) AS of_arm, countIf(seen = arm) > 0 AS own,
        countIf(seen NOT IN (0, arm)) > 0 AS other${columns.map((column) => `, ${column}`).join("")}
      FROM (SELECT *, ${seen} AS seen FROM (${armRowsSql(question, `${IS_CONTACT} AND (${[...new Set(conditions)].join(" OR ")})${inTime}`)}))
      GROUP BY ordinal
    )
    GROUP BY of_audience, of_arm`;
}

function valueSql(metric: Metric, days: string, cap: number | null): string {
  if (metric.kind === "DWELL")
    return cap === null ? "0." : `toFloat64(sumIf(least(duration_seconds, ${cap}), ${isStay(metric)} AND ${days}))`;
  const count = `countIf(action = '${metric.action}' AND ${days})`;
  return metric.kind === "SHARE" ? `toFloat64(${count} > 0)` : `toFloat64(${count})`;
}

/** Sums by arm of the metrics of net orders. */
export function ordersSql(question: ArmQuestion): string {
  const places = question.metrics.flatMap((metric, place) => (isOfOrders(metric) ? [{ metric, place }] : []));
  const columns = places.flatMap(({ metric, place }) => {
    const { during, before } = daysSql(question, metric, "ordered_age", "of_until_now");
    return [
      `${orderValueSql(metric, during)} AS m${place}`,
      ...(before === null ? [] : [`${orderValueSql(metric, before)} AS b${place}`]),
      ...(metric.kind === "VALUE" ? [`countIf(is_unvalued AND ${during}) AS u${place}`] : []),
    ];
  });
  const worth = (action: string): string =>
    `sumIf(ifNull(value_minor, 0), action = '${action}' AND currency = {currency:String})`;
  return `
    SELECT audience_of, arm_of, toUInt64(0), toUInt64(0), [${places.map(({ metric, place }) => sumsSql(metric, place, question.prePeriodDays !== null)).join(", ")}]
    FROM (
      SELECT ordinal, any(of_audience) AS audience_of, any(of_arm) AS arm_of, ${columns.join(", ")}
      FROM (
        SELECT ordinal, any(audience) AS of_audience, any(arm) AS of_arm, ${question.draw.kind === "HASHED" ? "" : "any(until_now) AS of_until_now, "}
          minIf(age, action = 'ORDER') AS ordered_age, ${worth("ORDER")} - ${worth("REFUND")} AS worth,
          countIf(action = 'ORDER' AND (value_minor IS NULL OR currency != {currency:String})) > 0 AS is_unvalued
        FROM (${armRowsSql(question, IS_TRADE)})
        GROUP BY ordinal, ${ORDER_KEY}
        HAVING ${IS_NET_ORDER}
      )
      GROUP BY ordinal
    )
    GROUP BY audience_of, arm_of`;
}

function orderValueSql({ kind }: Metric, days: string): string {
  if (kind === "VALUE") return `toFloat64(sumIf(worth, NOT is_unvalued AND ${days}))`;
  return kind === "SHARE" ? `toFloat64(countIf(${days}) > 0)` : `toFloat64(countIf(${days}))`;
}

export function armParams({ window, currencyCode, codes, draw }: ArmQuestion): Record<string, unknown> {
  const { brandId, to: asOf, sourceIds } = window;
  const common = { brandId, asOf, sourceIds: [...sourceIds], currency: currencyCode, codes: [...codes] };
  return draw.kind === "HASHED"
    ? { ...common, k0: draw.key[0], k1: draw.key[1], startsAt: draw.startsAt }
    : { ...common, exposedFrom: draw.from, exposedTo: draw.to };
}
