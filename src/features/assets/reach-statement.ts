import { touchpointRelation } from "../people";
import { advocacyRows, buyersAtInstants, netOrders, tradeRows } from "./order-sql";
import type { Population, Statement } from "./population";
import { inScope, populationParams } from "./population-sql";

/** Stages that a person may attain inside a window, one bitmap each, by brand. */
export type AttainedStage = "APPEAL" | "ACT" | "ADVOCATE";

export const FROM = "{from:DateTime64(3, 'UTC')}";
export const TO = "{to:DateTime64(3, 'UTC')}";

/**
 * A stage rises only right after a touchpoint, because time alone takes touchpoints and orders out of every look-back. So a
 * stage holds at some instant of (from, to] if it holds at `from`, or right after a touchpoint of [from, to). For APPEAL that
 * is its last needed action; for ACT and ADVOCATE the person's orders are weighed anew, with the label statement's own text,
 * right after each of the person's orders, refunds, reviews and shares in the window.
 */
export function reachStatement(population: Population, from: Date, to: Date): Statement {
  const sql = `
WITH ${tradeInstants(population)}
SELECT brand_id, fact.1, fact.2
FROM (
  SELECT brand_id, [('APPEAL', groupBitmapState(ordinal))] AS facts
  FROM (
    SELECT brand_id, ordinal FROM ${appealingRows(population)}
    GROUP BY brand_id, ordinal
    HAVING ${attained("repeatedActions", "repeatedTimes")} OR ${attained("strongActions", "strongTimes")}
  )
  GROUP BY brand_id
  UNION ALL
  SELECT brand_id, [('ACT', groupBitmapState(ordinal)), ('ADVOCATE', groupBitmapStateIf(ordinal, is_advocate))]
  FROM (${buyersInWindow(population)})
  GROUP BY brand_id
)
ARRAY JOIN facts AS fact`;
  return { sql, params: { ...populationParams(population), from, to } };
}

const ownTrade = (population: Population): string => tradeRows(population, TO, "brand_id IN {brands:Array(UInt32)}");
const ownAdvocacy = (population: Population): string =>
  advocacyRows(population, `${FROM} - toIntervalDay({advocateDays:UInt32})`, TO);

/** A table expression: right after each order, refund, review and share of the window, of people who ordered before its end. */
export const tradeInstants = (population: Population): string => `instant AS (
  SELECT brand_id, ordinal, arrayJoin(groupUniqArrayIf(occurred_at + toIntervalMillisecond(1), occurred_at >= ${FROM})) AS instant
  FROM (
    SELECT brand_id, ordinal, action, occurred_at FROM (${ownTrade(population)})
    UNION ALL SELECT brand_id, ordinal, action, occurred_at FROM (${ownAdvocacy(population)})
  )
  GROUP BY brand_id, ordinal
  HAVING countIf(action = 'ORDER') > 0
)`;

/** Who is ACT, and who of them ADVOCATE, at each of {@link tradeInstants}. */
export function buyersInWindow(population: Population): string {
  const atInstants = (rows: string): string => `
    SELECT event.*, instant.instant FROM (${rows}) AS event
    INNER JOIN instant ON instant.brand_id = event.brand_id AND instant.ordinal = event.ordinal
    WHERE event.occurred_at < instant.instant`;
  return buyersAtInstants(population, netOrders(atInstants(ownTrade(population))), atInstants(ownAdvocacy(population)));
}

/** Touchpoints that may make somebody APPEAL in the window. */
export const appealingRows = (population: Population): string => `${touchpointRelation(population.overlayId, "COUNTED")}
    WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)} AND source_id IN {sources:Array(UInt32)}
      AND occurred_at >= ${FROM} - toIntervalDay({appealDays:UInt32}) AND occurred_at < ${TO}
      AND (action IN {repeatedActions:Array(String)} OR action IN {strongActions:Array(String)})`;

/** Some `times` touchpoints of the actions in a row lie less than the look-back apart, the last of them in the window. */
function attained(actions: string, times: string): string {
  return `arrayExists(${lastsOf(actions, times)})`;
}

/** When that was first so; 1970 where it never was. */
export const firstAttained = (actions: string, times: string): string => `arrayFirst(${lastsOf(actions, times)})`;

/** Arguments of an array function over (the last, the first) of each `times` touchpoints in a row, in order of time. */
function lastsOf(actions: string, times: string): string {
  const at = `arraySort(groupArrayIf(occurred_at, action IN {${actions}:Array(String)}))`;
  return `
      (last, first) -> last >= ${FROM} AND last < first + toIntervalDay({appealDays:UInt32}),
      arraySlice(${at}, {${times}:UInt32}), arraySlice(${at}, 1, greatest(0, toInt64(length(${at})) + 1 - {${times}:UInt32}))`;
}
