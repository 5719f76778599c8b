import { touchpointRelation } from "../people";
import type { Population, Statement } from "./population";
import { inScope, populationParams } from "./population-sql";
import { appealingRows, buyersInWindow, FROM, firstAttained, TO, tradeInstants } from "./reach-statement";

const DAY_MS = 86_400_000;
const millisecond = (instant: string): string => `toUnixTimestamp64Milli(${instant})`;

/**
 * Who rose to a stage in the window, and how long it took to the next one: bitmaps by `<stage> <outcome> <days>`. An outcome is
 * ARRIVED on that day, LEFT behind after so many whole days, or SKIPPED: came to the next stage at the same instant. Whoever
 * stood at the stage before the window and rose to it anew is among them, to be taken out by those who know the labels.
 *
 * The first rise to at least a stage is right after a touchpoint: any for AWARE, the last needed action for APPEAL, and for ACT
 * and ADVOCATE the first instant at which they hold. Times are milliseconds; 0: never.
 */
export function stageTimesStatement(population: Population, from: Date, to: Date): Statement {
  const rises = [1, 2, 3, 4].map((stage) => `minIf(at, stage >= ${stage}) AS rise${stage}`).join(", ");
  const sql = `
WITH ${tradeInstants(population)}
SELECT brand_id, concat(toString(stage), ' ', outcome) AS name, groupBitmapState(ordinal)
FROM (
  SELECT brand_id, ordinal, pair.1 AS stage, pair.2 AS entered, pair.3 AS reached,
    intDiv(${millisecond(TO)} - entered, ${DAY_MS}) AS followed,
    intDiv(reached - entered + ${DAY_MS - 1}, ${DAY_MS}) AS days,
    multiIf(reached = entered, 'SKIPPED 0',
      reached > 0 AND days <= followed, concat('ARRIVED ', toString(days)),
      concat('LEFT ', toString(followed))) AS outcome
  FROM (
    SELECT brand_id, ordinal, arrayJoin([(1, rise1, rise2), (2, rise2, rise3), (3, rise3, rise4)]) AS pair
    FROM (SELECT brand_id, ordinal, ${rises} FROM (${riseRows(population)}) GROUP BY brand_id, ordinal)
  )
  WHERE entered > 0
)
GROUP BY brand_id, name`;
  return { sql, params: { ...populationParams(population), from, to } };
}

/** (ordinal, at, stage) of {@link riseRows}, as a statement of its own. */
export const riseRowsSql = (population: Population): string =>
  `WITH ${tradeInstants(population)} SELECT ordinal, at, stage FROM (${riseRows(population)})`;

/** (brand_id, ordinal, at, stage): when a person rose to a stage first, a row a stage. */
export const riseRows = (population: Population): string => `
  SELECT brand_id, ordinal, ${millisecond("min(occurred_at)")} AS at, 1 AS stage
  FROM ${touchpointRelation(population.overlayId, "PRESENT")}
  WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)} AND source_id IN {sources:Array(UInt32)}
    AND occurred_at >= ${FROM} AND occurred_at < ${TO}
  GROUP BY brand_id, ordinal
  UNION ALL
  SELECT brand_id, ordinal, arrayMin(arrayFilter(rise -> rise > 0, appeals)) AS at, 2
  FROM (
    SELECT brand_id, ordinal, [
      ${millisecond(firstAttained("repeatedActions", "repeatedTimes"))},
      ${millisecond(firstAttained("strongActions", "strongTimes"))}] AS appeals
    FROM ${appealingRows(population)}
    GROUP BY brand_id, ordinal
  )
  WHERE at > 0
  UNION ALL
  SELECT brand_id, ordinal, rise.2 - 1 AS at, rise.1
  FROM (
    SELECT brand_id, ordinal, arrayJoin([
      (3, ${millisecond("min(instant)")}), (4, ${millisecond("minIf(instant, is_advocate)")})]) AS rise
    FROM (${buyersInWindow(population)})
    GROUP BY brand_id, ordinal
  )
  WHERE rise.2 > 0`;
