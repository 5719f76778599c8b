import { touchpointRelation } from "../people";
import { advocacyRows, buyerRows, IS_BUYER, isAdvocate, netOrders, tradeRows } from "./order-sql";
import type { Population, Statement } from "./population";
import { inMarket, inScope, populationParams } from "./population-sql";

/** What labels are put together from, a bitmap each: by brand, but the last three are the market's, whichever brand they come under. */
export type Fact =
  | "UNIVERSE"
  | "AWARE"
  | "APPEAL"
  | "ACT"
  | "ADVOCATE"
  | "BRAND_INTENT"
  | "LOYAL"
  | "CATEGORY_INTENT"
  | "ON_SITE"
  | "CATEGORY_BUYER";

const AS_OF = "{asOf:DateTime64(3, 'UTC')}";
const since = (days: string): string => `occurred_at >= ${AS_OF} - toIntervalDay({${days}:UInt32})`;

/**
 * One statement for all brands, so that all facts are of one state of the table (`enable_shared_storage_snapshot_in_query`).
 * It answers bitmaps, not people: the only groupings by person are those of orders and of appealing actions, a small part of
 * all touchpoints, and crossing labels is left to bitmap algebra. `npm run bench:snapshot` times it.
 */
export function labelStatement(
  population: Population,
  asOf: Date,
  wanted: "STAGES" | "STAGES_AND_CELLS" = "STAGES_AND_CELLS",
): Statement {
  const { definition } = population;
  const { nineGrid } = definition;
  // Repeated rows add nobody to who did something; they count where times are counted.
  const present = touchpointRelation(population.overlayId, "PRESENT");
  const own = (touchpoints: string, lookback: string): string => `
  SELECT brand_id, ordinal, action, occurred_at
  FROM ${touchpoints}
  WHERE brand_id IN {brands:Array(UInt32)} AND ${inScope(population)} AND source_id IN {sources:Array(UInt32)}
    AND occurred_at < ${AS_OF} AND ${since(lookback)}`;
  const isLabelled = "brand_id IN {brands:Array(UInt32)}";
  const traded = wanted === "STAGES" ? isLabelled : population.market ? "brand_id != 0" : inMarket(population);
  const atOnce = (rows: string): string => `SELECT *, ${AS_OF} AS instant FROM (${rows})`;
  const orders = netOrders(atOnce(tradeRows(population, AS_OF, traded)));
  const advocacy = atOnce(advocacyRows(population, `${AS_OF} - toIntervalDay({advocateDays:UInt32})`, AS_OF));
  const isLoyal = "own_orders > 0 AND own_orders / all_orders >= {loyalShare:Float64}";
  const sql = `
SELECT brand_id, fact.1 AS name, fact.2 AS people
FROM (
  SELECT brand_id, [('UNIVERSE', groupBitmapState(ordinal))] AS facts
  FROM (${own(present, "universeDays")}) GROUP BY brand_id
  UNION ALL
  SELECT brand_id, [
    ('AWARE', groupBitmapStateIf(ordinal, ${since("awareDays")})),
    ('BRAND_INTENT', groupBitmapStateIf(ordinal, ${since("intentDays")} AND action NOT IN {intentExcludes:Array(String)}))]
  FROM (${own(present, "awareOrIntentDays")}) GROUP BY brand_id
  UNION ALL
  SELECT brand_id, [('APPEAL', groupBitmapState(ordinal))]
  FROM (
    SELECT brand_id, ordinal FROM (${own(touchpointRelation(population.overlayId, "COUNTED"), "appealDays")})
    WHERE (action IN {repeatedActions:Array(String)} OR action IN {strongActions:Array(String)})
    GROUP BY brand_id, ordinal
    HAVING countIf(action IN {repeatedActions:Array(String)}) >= {repeatedTimes:UInt32}
      OR countIf(action IN {strongActions:Array(String)}) >= {strongTimes:UInt32}
  )
  GROUP BY brand_id
  UNION ALL
  SELECT brand_id, [
    ('ACT', groupBitmapStateIf(ordinal, is_buyer AND ${isLabelled})),
    ('ADVOCATE', groupBitmapStateIf(ordinal, is_buyer AND is_advocate AND ${isLabelled})),
    ('LOYAL', groupBitmapStateIf(ordinal, ${isLoyal})),
    ('CATEGORY_BUYER', groupBitmapStateIf(ordinal, own_orders > 0))]
  FROM (
    SELECT brand_id, ordinal, ${IS_BUYER} AS is_buyer, ${isAdvocate(population)} AS is_advocate,
      countIf(is_order AND is_in_market AND at >= ${AS_OF} - toIntervalDay({loyaltyDays:UInt32})) AS own_orders,
      sum(own_orders) OVER (PARTITION BY ordinal) AS all_orders
    FROM (${buyerRows(orders, advocacy)})
    GROUP BY brand_id, ordinal
    HAVING countIf(is_order) > 0
  )
  GROUP BY brand_id
  ${
    wanted === "STAGES"
      ? ""
      : `UNION ALL
  SELECT 0, [
    ('CATEGORY_INTENT', groupBitmapStateIf(ordinal, brand_id != 0 AND action NOT IN {intentExcludes:Array(String)} AND ${inMarket(population)})),
    ('ON_SITE', groupBitmapStateIf(ordinal, site = 'ON_SITE'))]
  FROM ${present}
  WHERE source_id IN {sources:Array(UInt32)} AND occurred_at < ${AS_OF} AND ${since("intentDays")}`
  }
)
ARRAY JOIN facts AS fact`;
  return {
    sql,
    params: {
      ...populationParams(population),
      asOf,
      universeDays: definition.universeDays,
      awareDays: definition.aware.days,
      intentDays: nineGrid.intentDays,
      intentExcludes: nineGrid.intentExcludes,
      loyaltyDays: nineGrid.loyaltyDays,
      loyalShare: nineGrid.loyalShare,
      awareOrIntentDays: Math.max(definition.aware.days, nineGrid.intentDays),
    },
  };
}
