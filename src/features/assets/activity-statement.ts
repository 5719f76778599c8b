import { hopActions } from "../journeys";
import { touchpointRelation } from "../people";
import type { Population, Statement } from "./population";
import { inScope, populationParams } from "./population-sql";

/** What people did in a window, one bitmap each, by brand. */
export type Activity = "VISITED" | "SEARCHED";

/**
 * Who visited the shop (进店), on site and by the same actions as a journey's visit, and who searched for the brand, in
 * [from, to). Presence of an action is read without FINAL.
 */
export function activityStatement(population: Population, from: Date, to: Date): Statement {
  const sql = `
SELECT brand_id, fact.1, fact.2
FROM (
  SELECT brand_id, [
    ('VISITED', groupBitmapStateIf(ordinal, site = 'ON_SITE' AND action IN {visitActions:Array(String)})),
    ('SEARCHED', groupBitmapStateIf(ordinal, action = 'SEARCH'))] AS facts
  FROM ${touchpointRelation(population.overlayId, "PRESENT")}
  WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)} AND source_id IN {sources:Array(UInt32)}
    AND (action = 'SEARCH' OR action IN {visitActions:Array(String)})
    AND occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
  GROUP BY brand_id
)
ARRAY JOIN facts AS fact`;
  return { sql, params: { ...populationParams(population), visitActions: hopActions.VISIT, from, to } };
}
