import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import { type BrandWindow, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { spellingSql, type Voice } from "../search-trends";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import type { KeywordTakeover } from "./keyword-takeover";
import type { HopCounts } from "./takeover-result";

/** Brands whose searches are a category's, and the sources that all of them may be read from. */
export interface VoiceScope {
  readonly sourceIds: readonly number[];
  readonly brandIds: readonly number[];
  readonly categoryIds: readonly number[];
  /** Of the brands, those whose touchpoints without a category are of it. */
  readonly primaryBrandIds: readonly number[];
}

/** Searches of the keywords in each half: 0 right before the booking, 1 in it. */
const voiceSql = `
SELECT toUInt8(occurred_at >= {startsAt:DateTime64(3, 'UTC')}) AS half, toString(countIf(brand_id = {brandId:UInt32})) AS own,
  toString(count()) AS total, toString(uniqExactIf(ordinal, brand_id = {brandId:UInt32})) AS ownPeople,
  toString(uniqExactIf(ordinal, brand_id != {brandId:UInt32})) AS rivalPeople, uniqExactIf(brand_id, brand_id != {brandId:UInt32}) AS rivals
FROM ${touchpointRelation(null, "COUNTED")}
WHERE brand_id IN {brandIds:Array(UInt32)} AND action = 'SEARCH' AND platform = {platform:String} AND ${IN_TIME} AND ${IS_CONTACT}
  AND (category_id IN {categoryIds:Array(UInt32)} OR (category_id = 0 AND brand_id IN {primaryBrandIds:Array(UInt32)}))
  AND ${spellingSql("keyword")} IN {keywords:Array(String)}
GROUP BY half`;

/** The first instant at or after `since` (0: never); times are sorted and in milliseconds. */
const next = (times: string, since: string): string =>
  `if(${since} = 0, 0, arrayFirst(moment -> moment >= ${since}, ${times}))`;

/**
 * People from their first search of a keyword in the booked hours, about the brand or about none, on to the product's page, the cart
 * and a net order with it. A person without a search is no row.
 */
const hopsSql = ({ overlayId }: BrandWindow): string => `
SELECT toString(count()) AS searched, toString(countIf(viewed_at > 0)) AS viewed, toString(countIf(carted_at > 0)) AS carted,
  toString(countIf(ordered_at > 0)) AS ordered, toString(countIf(arrayExists(moment -> moment >= searched_at, views))) AS viewedAfter,
  toString(countIf(arrayExists(moment -> moment >= searched_at, carts))) AS cartedAfter,
  toString(countIf(arrayExists(moment -> moment >= searched_at, orders))) AS orderedAfter
FROM (
  SELECT minIf(at, hop = 0) AS searched_at, arraySort(groupArrayIf(at, hop = 1)) AS views, arraySort(groupArrayIf(at, hop = 2)) AS carts,
    arraySort(groupArrayIf(at, hop = 3)) AS orders,
    ${next("views", "searched_at")} AS viewed_at, ${next("carts", "viewed_at")} AS carted_at, ${next("orders", "carted_at")} AS ordered_at
  FROM (
    SELECT ordinal, toUnixTimestamp64Milli(occurred_at) AS at, multiIf(action = 'SEARCH', 0, action = 'PRODUCT_VIEW', 1, 2) AS hop
    FROM ${touchpointRelation(overlayId, "PRESENT")}
    WHERE brand_id IN ({brandId:UInt32}, 0) AND platform = {platform:String} AND ${IN_TIME} AND ${IS_CONTACT} AND (
      (action = 'SEARCH' AND occurred_at < {endsAt:DateTime64(3, 'UTC')} AND ${spellingSql("keyword")} IN {keywords:Array(String)})
      OR (action IN ('PRODUCT_VIEW', 'ADD_TO_CART') AND ${OF_BRAND} AND product = {product:String}))
    UNION ALL
    SELECT ordinal, toUnixTimestamp64Milli(ordered_at) AS at, 3 AS hop
    FROM (
      SELECT ordinal, minIf(occurred_at, action = 'ORDER' AND product = {product:String}) AS ordered_at,
        countIf(action = 'ORDER' AND product = {product:String}) AS lines
      FROM ${touchpointRelation(overlayId, "COUNTED")}
      WHERE ${OF_BRAND} AND ${IS_TRADE} AND platform = {platform:String} AND occurred_at < {asOf:DateTime64(3, 'UTC')}
        AND source_id IN {sourceIds:Array(UInt32)}
      GROUP BY ordinal, ${ORDER_KEY}
      HAVING lines > 0 AND ordered_at >= {from:DateTime64(3, 'UTC')} AND ordered_at < {to:DateTime64(3, 'UTC')} AND ${IS_NET_ORDER}
    )
  )
  GROUP BY ordinal
  HAVING countIf(hop = 0) > 0
)`;

type HopRow = Readonly<
  Record<"searched" | "viewed" | "carted" | "ordered" | "viewedAfter" | "cartedAfter" | "orderedAfter", string>
>;
type VoiceRow = { readonly half: 0 | 1; readonly rivals: string } & Readonly<
  Record<"own" | "total" | "ownPeople" | "rivalPeople", string>
>;

const SILENCE = { own: 0n, ownSearches: 0n, total: 0n, ownPeople: 0n, rivalPeople: 0n, rivals: 0 };

export class TakeoverResultStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Searches of the keywords in the hours before the booking and in it: the window holds both. */
  async voice(
    window: BrandWindow,
    { platform, keywords, startsAt }: KeywordTakeover,
    scope: VoiceScope,
  ): Promise<readonly [before: Omit<Voice, "period" | "day">, within: Omit<Voice, "period" | "day">]> {
    const params = { ...windowParams(window), ...scope, platform, keywords: [...keywords], startsAt };
    const rows = await readRows<VoiceRow>(this.queries, "keywordTakeovers.readVoice", voiceSql, params);
    const of = (half: 0 | 1) => {
      const row = rows.find((one) => one.half === half);
      if (!row) return SILENCE;
      const [own, total] = [BigInt(row.own), BigInt(row.total)];
      const people = { ownPeople: BigInt(row.ownPeople), rivalPeople: BigInt(row.rivalPeople) };
      return { own, ownSearches: own, total, ...people, rivals: Number(row.rivals) };
    };
    return [of(0), of(1)];
  }

  /** In the order of the hops; what follows the search counts until the window's end. */
  async hops(
    window: BrandWindow,
    { platform, keywords, productCode, endsAt }: KeywordTakeover,
  ): Promise<readonly HopCounts[]> {
    const params = { ...windowParams(window), platform, keywords: [...keywords], product: productCode, endsAt };
    const [row] = await readRows<HopRow>(this.queries, "keywordTakeovers.readHops", hopsSql(window), params);
    const hop = (reached: string, afterSearch: string): HopCounts => ({
      reached: BigInt(reached),
      afterSearch: BigInt(afterSearch),
    });
    return [
      hop(row!.searched, row!.searched),
      hop(row!.viewed, row!.viewedAfter),
      hop(row!.carted, row!.cartedAfter),
      hop(row!.ordered, row!.orderedAfter),
    ];
  }
}
