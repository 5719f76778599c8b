import type { TestApp } from "../../support/test-app";
import { all, IS_ORDER, one, type Window } from "./raw-figures";

/** What a campaign came to by the raw files, in households. Coupons for products of another manufacturer alone are that one's. */
export interface RawCampaign {
  readonly code: string;
  /** First day, and the day after the last. */
  readonly from: string;
  readonly to: string;
  readonly mailed: number;
  readonly orderers: number;
  readonly unexposedOrderers: number;
  readonly redeemers: number;
  /** Of the redeemers those who were not mailed before the day of their first one. */
  readonly unmailedRedeemers: number;
  readonly mailedOrderers: number;
}

const day = (column: string): string =>
  `parseDateTimeBestEffort(concat(toString(${column}), ' 00:00:00'), 'America/New_York')`;

/** Orders of the manufacturer in a campaign's window, a household's basket each. */
const baskets = (manufacturer: string, from: string, to: string): string => `
  SELECT household_id, basket_id, min(transaction_timestamp) AS ordered_at
  FROM raw_transactions INNER JOIN raw_products USING product_id
  WHERE manufacturer_id = '${manufacturer}' AND ${IS_ORDER}
  GROUP BY household_id, basket_id HAVING ordered_at >= ${from} AND ordered_at < ${to}`;

/** All 27, by number. A mailing arrives on the campaign's first day at midnight. */
export async function rawCampaigns(test: TestApp, manufacturer: string): Promise<readonly RawCampaign[]> {
  const spans = await all<{ code: string; from: string; to: string }>(
    test,
    `SELECT campaign_id AS code, formatDateTime(start_date, '%F') AS from, formatDateTime(end_date + 1, '%F') AS to
     FROM raw_campaign_descriptions ORDER BY toInt32(campaign_id)`,
  );
  const countOf = async ({ code, from, to }: (typeof spans)[number]): Promise<RawCampaign> => {
    const [start, end] = [day(`'${from}'`), day(`'${to}'`)];
    const counted = await one<Omit<RawCampaign, "code" | "from" | "to">>(
      test,
      `WITH mailing AS (SELECT DISTINCT household_id FROM raw_campaigns WHERE campaign_id = '${code}'),
         others AS (SELECT coupon_upc FROM raw_coupons LEFT JOIN raw_products USING product_id WHERE campaign_id = '${code}'
           GROUP BY coupon_upc HAVING uniqExact(manufacturer_id) = 1 AND any(manufacturer_id) NOT IN ('', '${manufacturer}')),
         redemption AS (SELECT household_id, redemption_date FROM raw_coupon_redemptions
           WHERE campaign_id = '${code}' AND redemption_date >= '${from}' AND redemption_date < '${to}'
             AND coupon_upc NOT IN (SELECT coupon_upc FROM others)),
         redeemer AS (SELECT household_id, min(redemption_date) AS first FROM redemption GROUP BY household_id),
         orderer AS (SELECT household_id, max(ordered_at) AS last FROM (${baskets(manufacturer, start, end)}) GROUP BY household_id)
       SELECT (SELECT toInt32(count()) FROM mailing) AS mailed,
         (SELECT toInt32(count()) FROM orderer) AS orderers,
         (SELECT toInt32(countIf(household_id NOT IN (SELECT household_id FROM mailing))) FROM orderer) AS unexposedOrderers,
         (SELECT toInt32(countIf(household_id IN (SELECT household_id FROM mailing))) FROM orderer) AS mailedOrderers,
         (SELECT toInt32(count()) FROM redeemer) AS redeemers,
         (SELECT toInt32(countIf(household_id NOT IN (SELECT household_id FROM mailing) OR first = '${from}')) FROM redeemer) AS unmailedRedeemers`,
    );
    return { code, from, to, ...counted };
  };
  return Promise.all(spans.map(countOf));
}

/** What households met: a campaign's mailing, and promotions of the manufacturer by their medium. */
const touches = (manufacturer: string, campaign: string): string => `
  SELECT household_id, ${day("start_date")} AS at, '' AS placement, 'Mailing' AS medium, true AS is_off_site
  FROM raw_campaigns INNER JOIN raw_campaign_descriptions USING campaign_id WHERE campaign_id = '${campaign}'
  UNION ALL
  SELECT household_id, seen_at, placement, multiIf(placement LIKE 'display-0.%', 'Mailer', placement LIKE '%.mailer-0', 'Display', 'Both'),
    placement LIKE 'display-0.%'
  FROM raw_exposure WHERE manufacturer_id = '${manufacturer}'`;

export interface RawMedia {
  readonly conversions: number;
  /** By medium met last within the look-back; '' without any. Of two at one instant the one whose placement is named last. */
  readonly lastTouch: Readonly<Record<string, number>>;
  /** Those whom a mailing reached within the look-back. */
  readonly mailed: number;
}

export async function rawMedia(
  test: TestApp,
  of: { readonly manufacturer: string; readonly campaign: string; readonly lookbackDays: number },
  { from, to }: Window,
): Promise<RawMedia> {
  const young = `at < ordered_at AND at >= ordered_at - toIntervalHour(${24 * of.lookbackDays})`;
  const rows = await all<{ medium: string; conversions: number; mailed: number }>(
    test,
    `SELECT met AS medium, toInt32(count()) AS conversions, toInt32(countIf(is_mailed)) AS mailed FROM (
       SELECT household_id, basket_id, argMaxIf(touch.medium, (at, placement), ${young}) AS met,
         countIf(touch.medium = 'Mailing' AND ${young}) > 0 AS is_mailed
       FROM (${baskets(of.manufacturer, day(`'${from}'`), day(`'${to}'`))}) AS basket
       LEFT JOIN (${touches(of.manufacturer, of.campaign)}) AS touch USING household_id
       GROUP BY household_id, basket_id)
     GROUP BY met`,
  );
  return {
    conversions: rows.reduce((sum, row) => sum + row.conversions, 0),
    lastTouch: Object.fromEntries(rows.map(({ medium, conversions }) => [medium, conversions])),
    mailed: rows.reduce((sum, row) => sum + row.mailed, 0),
  };
}

/** Households by their off-site touches before their first order of the window, 5 and more together. */
export const rawFrequency = (
  test: TestApp,
  { manufacturer, campaign }: { readonly manufacturer: string; readonly campaign: string },
  { from, to }: Window,
): Promise<readonly { readonly touches: number; readonly people: number; readonly conversions: number }[]> => {
  const [start, end] = [day(`'${from}'`), day(`'${to}'`)];
  return all(
    test,
    `SELECT toInt32(least(met, 5)) AS touches, toInt32(count()) AS people, toInt32(countIf(is_converted)) AS conversions FROM (
       SELECT household_id, count() AS met, max(first IS NOT NULL) AS is_converted
       FROM (${touches(manufacturer, campaign)}) AS touch
       LEFT JOIN (SELECT household_id, min(ordered_at) AS first FROM (${baskets(manufacturer, start, end)}) GROUP BY household_id) AS bought
         USING household_id
       WHERE is_off_site AND at >= ${start} AND at < ${end} AND (first IS NULL OR at < first)
       GROUP BY household_id)
     GROUP BY touches ORDER BY touches SETTINGS join_use_nulls = 1`,
  );
};

/** Orders and what was paid for them in cents. */
export const rawSales = (
  test: TestApp,
  manufacturer: string,
  { from, to }: Window,
): Promise<{ readonly orders: number; readonly cents: number }> =>
  one(
    test,
    `SELECT toInt32(uniqExact((household_id, basket_id))) AS orders, toInt32(sum(sales_value) * 100) AS cents
     FROM raw_transactions INNER JOIN raw_products USING product_id
     WHERE manufacturer_id = '${manufacturer}' AND ${IS_ORDER} AND (household_id, basket_id) IN (
       SELECT household_id, basket_id FROM (${baskets(manufacturer, day(`'${from}'`), day(`'${to}'`))}))`,
  );
