import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import { CONTACT_ACTIONS } from "./contact-actions";
import type { ContactLayout } from "./contact-layout";
import type { ConversionAction } from "./conversion-action";
import { MAX_DISTINCT_TOUCHES, MAX_TOUCHES } from "./journey-limits";
import type { JourneyQuestion } from "./journey-question";
import { TOUCH_COLUMNS } from "./touch";

const instant = (name: string): string => `{${name}:DateTime64(3, 'UTC')}`;
const IN_WINDOW = (at: string): string => `${at} >= ${instant("from")} AND ${at} < ${instant("to")}`;
const MY_SOURCES = "source_id IN {sourceIds:Array(UInt32)}";
/** Of a benefit for products of several brands the brand is not known, only the campaign. */
const OF_CAMPAIGN = "brand_id IN ({brandId:UInt32}, 0) AND campaign IN {campaignCodes:Array(String)}";
const DAY_MS = 86_400_000;
/** Bits of a touch's number in a contact, which is its time and its number in one UInt64: sorting them sorts by time, then by name. */
const NUMBER_BITS = 24;
const NUMBER_OF = (contact: string): string => `toUInt32(bitAnd(${contact}, ${2 ** NUMBER_BITS - 1}))`;
const TIME_OF = (contact: string): string => `bitShiftRight(${contact}, ${NUMBER_BITS})`;
/** Milliseconds since the oldest instant that is read. */
const SINCE_ORIGIN = (at: string): string =>
  `toUInt64(toUnixTimestamp64Milli(toDateTime64(${at}, 3, 'UTC')) - toUnixTimestamp64Milli(${instant("origin")}))`;

/** By number of a touch. */
export interface NumberedTouches {
  /** ClickHouse's hash of each, as text. */
  readonly hashes: readonly string[];
  readonly lookbackDays: readonly number[];
  /** Rows at most, and the highest number of a person. */
  readonly contacts: number;
  readonly lastOrdinal: number;
}

/** Columns that tell touches apart, in the order in which {@link distinctTouchesSql} answers them. */
const touchColumns = (question: JourneyQuestion): readonly string[] => [
  "platform AS platform_code",
  "placement AS placement_id",
  "(site = 'ON_SITE' AND placement = '' AND campaign = '') AS is_direct",
  `${lookbackSql(question)} AS lookback_days`,
  ...question.dimensions.flatMap((dimension) => {
    const column = TOUCH_COLUMNS[dimension];
    return column ? [`${column.sql} AS ${column.name}_value`] : [];
  }),
];

/** Hashed one by one and added up, which takes a third of the time that one hash of all columns does: LowCardinality is hashed by value. */
const touchHash = (question: JourneyQuestion): string =>
  touchColumns(question)
    .map((column) => column.slice(0, column.lastIndexOf(" AS ")))
    .map((column, place) => `cityHash64(${column}) * ${2 * place + 1}`)
    .join(" + ");

function lookbackSql({ lookbacks, lookbackDays }: JourneyQuestion): string {
  if (lookbacks.length === 0) return `toUInt16(${lookbackDays})`;
  const cases = lookbacks.flatMap(({ site, contact, days }) => {
    const actions = contact && `action IN (${CONTACT_ACTIONS[contact].map((action) => `'${action}'`).join(", ")})`;
    return [[site && `site = '${site}'`, actions].filter(Boolean).join(" AND ") || "true", `toUInt16(${days})`];
  });
  return `multiIf(${[...cases, `toUInt16(${lookbackDays})`].join(", ")})`;
}

/**
 * A touch without a brand is the campaign's when it says so; one of another brand never is, whatever campaign code it bears.
 * `pairs`: a sub-select of (platform, placement); null without placements.
 */
function eligible({ scope }: JourneyQuestion, pairs: string | null): string {
  const ofCampaign = "campaign IN {campaignCodes:Array(String)}";
  const isPlaced = pairs === null ? ofCampaign : `(${ofCampaign} OR (platform, placement) IN ${pairs})`;
  const isMine =
    scope === "CAMPAIGN"
      ? `brand_id IN ({brandId:UInt32}, 0) AND ${isPlaced}`
      : `brand_id IN ({brandId:UInt32}, 0) AND (brand_id != 0 OR ${isPlaced})`;
  return `${isMine} AND action IN {contactActions:Array(String)} AND exposure IN {exposures:Array(String)}
      AND occurred_at >= ${instant("origin")} AND occurred_at < least(${instant("to")}, ${instant("readBefore")}) AND ${MY_SOURCES}`;
}

/** Every different touch that may be credited, once. Told apart by the hash that {@link numberOf} goes by. */
export function distinctTouchesSql(question: JourneyQuestion, pairs: string | null): string {
  const columns = touchColumns(question).map((column) => `any(${column.replace(" AS ", ") AS ")}`);
  return `SELECT ${columns.join(", ")}, toString(${touchHash(question)}) AS hash,
  toFloat64(count()) AS contacts, max(ordinal) AS last_ordinal
FROM ${touchpointRelation(question.overlayId, "PRESENT")} WHERE ${eligible(question, pairs)}
GROUP BY ${touchHash(question)} LIMIT ${MAX_DISTINCT_TOUCHES + 1}`;
}

/** (ordinal, converted_at, value, is_foreign): every conversion. The lines of an order are summed, refunds that name it are taken off. */
function conversionSql({ conversion, overlayId, scope }: JourneyQuestion, rises: string | null): string {
  const touchpoints = touchpointRelation(overlayId, "COUNTED");
  const orders = (having: string): string => `
    SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS converted_at,
      greatest(sumIf(coalesce(value_minor, 0), action = 'ORDER') - sumIf(coalesce(value_minor, 0), action = 'REFUND'), 0) AS value,
      countIf(value_minor IS NOT NULL AND currency NOT IN ('', {currencyCode:String})) > 0 AS is_foreign
    FROM ${touchpoints}
    WHERE brand_id = {brandId:UInt32} AND ${IS_TRADE} AND occurred_at < ${instant("readBefore")} AND ${MY_SOURCES}
    GROUP BY ordinal, ${ORDER_KEY}
    HAVING ${IS_NET_ORDER}${having}`;
  const first = (action: ConversionAction, whose = "brand_id = {brandId:UInt32}"): string => `
    SELECT ordinal, min(occurred_at) AS converted_at, toInt64(0) AS value, false AS is_foreign
    FROM ${touchpointRelation(overlayId, "PRESENT")}
    WHERE ${whose} AND action = '${action}' AND ${IN_WINDOW("occurred_at")} AND occurred_at < ${instant("readBefore")} AND ${MY_SOURCES}
    GROUP BY ordinal`;
  switch (conversion.action) {
    case "ORDER":
      return orders(` AND ${IN_WINDOW("converted_at")}`);
    case "FIRST_ORDER":
      return `
    SELECT ordinal, first.1 AS converted_at, first.2 AS value, first.3 AS is_foreign
    FROM (SELECT ordinal, min((converted_at, value, is_foreign)) AS first FROM (${orders("")}) GROUP BY ordinal)
    WHERE ${IN_WINDOW("converted_at")}`;
    case "STAGE_REACHED":
      return `
    SELECT ordinal, fromUnixTimestamp64Milli(at, 'UTC') AS converted_at, toInt64(0) AS value, false AS is_foreign FROM (${rises})`;
    case "VISIT":
    case "MEMBER_JOIN":
      return first(conversion.action);
    case "BENEFIT_REDEEM":
      return scope === "CAMPAIGN" ? first("BENEFIT_REDEEM", OF_CAMPAIGN) : first("BENEFIT_REDEEM");
  }
}

interface JourneysSqlParts {
  /** (platform, placement); null without placements. */
  readonly pairs: string | null;
  readonly touches: NumberedTouches;
  /** (ordinal, at): of STAGE_REACHED. */
  readonly rises: string | null;
  /** (ordinal): who cannot convert, because they stand there already. */
  readonly standing: string | null;
}

/** Number of a row's touch. */
const numberOf = (question: JourneyQuestion, { hashes }: NumberedTouches): string =>
  hashes.length === 0
    ? "0"
    : `transform(${touchHash(question)}, [${hashes.join(",")}], [${[...hashes.keys()].join(",")}], toUInt32(0))`;

/** (ordinal, contacts): the touches of each person that `whose` selects, in order of time; at one instant in that of their names. */
function contactSql(question: JourneyQuestion, { pairs, touches }: JourneysSqlParts, whose: string): string {
  const number = numberOf(question, touches);
  return `
    SELECT ordinal, arraySort(groupArray(bitOr(bitShiftLeft(${SINCE_ORIGIN("occurred_at")}, ${NUMBER_BITS}), toUInt64(${number})))) AS contacts
    FROM ${touchpointRelation(question.overlayId, "COUNTED")}
    WHERE ${eligible(question, pairs)} AND ${whose}
    GROUP BY ordinal`;
}

/** How old a contact may be, in milliseconds. */
function lookbackMs(contact: string, { lookbackDays }: NumberedTouches): string {
  const [days = 0] = lookbackDays;
  if (lookbackDays.every((other) => other === days)) return String(days * DAY_MS);
  return `toUInt64([${lookbackDays.map((other) => other * DAY_MS).join(",")}][${NUMBER_OF(contact)} + 1])`;
}

/**
 * Every conversion with the touches before it. Touches are grouped per person and cut to each conversion's look-back after one
 * join by person. One row a conversion, because the ages of its touches make almost each of them another one.
 */
export function convertedSql(question: JourneyQuestion, parts: JourneysSqlParts): string {
  const whose = "ordinal GLOBAL IN (SELECT ordinal FROM conversion)";
  const isEligible = `${TIME_OF("contact")} < at AND ${TIME_OF("contact")} + ${lookbackMs("contact", parts.touches)} >= at`;
  return `
WITH
  conversion AS (${conversionSql(question, parts.rises)}),
  contact AS (${contactSql(question, parts, whose)})
SELECT ordinal, toInt64(toUnixTimestamp64Milli(toDateTime64(converted_at, 3, 'UTC'))) AS converted,
  toUInt32(toStartOfHour(converted_at, {zone:String})) AS hour,
  toUInt32(toDateTime(toStartOfDay(converted_at, {zone:String}), {zone:String})) AS day,
  toInt64(value) AS value, toUInt8(is_foreign) AS is_foreign, toUInt32(length(eligible)) AS touches,
  arrayMap(contact -> ${NUMBER_OF("contact")}, kept) AS numbers,
  arrayMap(contact -> toUInt32(intDiv(at - ${TIME_OF("contact")}, 1000)), kept) AS ages
FROM (
  SELECT ordinal, converted_at, value, is_foreign, ${SINCE_ORIGIN("converted_at")} AS at,
    arrayFilter(contact -> ${isEligible}, contacts) AS eligible,
    arraySlice(eligible, -${MAX_TOUCHES}) AS kept
  FROM conversion ANY LEFT JOIN contact USING ordinal
)
ORDER BY converted`;
}

/**
 * Contacts of people who did not convert in the window: of some of the people, whose ordinals leave a remainder. People are dealt
 * out to a few rows, each of which ClickHouse puts in order as plain numbers: four million contacts are read in 0.25 s, dealt out and
 * sorted in 0.35, grouped by person in 0.6. Of two levels, so that two threads sort and the first rows come before the last are made.
 */
export function unconvertedSql(question: JourneyQuestion, parts: JourneysSqlParts, layout: ContactLayout): string {
  const others = "ordinal GLOBAL NOT IN (SELECT ordinal FROM conversion)";
  const whose = parts.standing === null ? others : `${others} AND ordinal GLOBAL NOT IN (${parts.standing})`;
  const { timeBits, numberBits } = layout;
  const person = `bitShiftLeft(intDiv(toUInt64(ordinal), ${layout.parts}), ${timeBits + numberBits})`;
  const time = `bitShiftLeft(${SINCE_ORIGIN("occurred_at")}, ${numberBits})`;
  const contact = `bitOr(${person}, bitOr(${time}, toUInt64(${numberOf(question, parts.touches)})))`;
  return `
WITH conversion AS (${conversionSql(question, parts.rises)})
SELECT arraySort(groupArray(${contact})) AS contacts
FROM ${touchpointRelation(question.overlayId, "COUNTED")}
WHERE ${eligible(question, parts.pairs)} AND ${whose} AND (ordinal % {passes:UInt32}) = {pass:UInt32}
GROUP BY toUInt32(ordinal % ${layout.parts})
SETTINGS group_by_two_level_threshold = 1`;
}
