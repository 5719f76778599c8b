-- DuckDB: the same labels, 4A and nine-grid, of every person of the brand into a table of labels, from its own table in its own
-- file. The table is sorted by time, so that zone maps skip what lies outside of short windows, and actions are an ENUM; other
-- indexes do not help scans. All threads that DuckDB takes by itself.
CREATE TYPE action AS ENUM ('IMPRESSION', 'CONTENT_VIEW', 'CLICK', 'VISIT', 'PRODUCT_VIEW', 'LIVE_VIEW', 'SEARCH', 'FAVOURITE',
  'ADD_TO_CART', 'ORDER', 'REFUND', 'REVIEW', 'SHARE', 'ANSWER');

CREATE TABLE touchpoint AS
SELECT brand, person, occurred_at, action::action AS action, site = 'ON_SITE' AS is_on_site, order_id, rating, value_minor
FROM read_parquet($files) ORDER BY occurred_at;

CREATE OR REPLACE TABLE label AS
WITH met AS (
  SELECT person,
    bool_or(occurred_at >= $asOf::TIMESTAMP - INTERVAL 15 DAY) AS is_aware,
    count(*) FILTER (occurred_at >= $asOf::TIMESTAMP - INTERVAL 15 DAY
      AND action IN ('CONTENT_VIEW', 'CLICK', 'VISIT', 'PRODUCT_VIEW', 'LIVE_VIEW')) AS repeated,
    count(*) FILTER (occurred_at >= $asOf::TIMESTAMP - INTERVAL 15 DAY
      AND action IN ('SEARCH', 'FAVOURITE', 'ADD_TO_CART', 'SHARE', 'ANSWER')) AS strong,
    bool_or(action = 'REVIEW' AND rating >= 4) AS is_praised,
    max(occurred_at) FILTER (action IN ('SHARE', 'ANSWER')) AS last_shared,
    bool_or(occurred_at >= $asOf::TIMESTAMP - INTERVAL 30 DAY AND action <> 'IMPRESSION') AS has_brand_intent
  FROM touchpoint
  WHERE brand = 1 AND occurred_at < $asOf::TIMESTAMP AND occurred_at >= $asOf::TIMESTAMP - INTERVAL 365 DAY
  GROUP BY person
), net_order AS (
  SELECT brand, person, min(occurred_at) FILTER (action = 'ORDER') AS ordered_at
  FROM touchpoint
  WHERE brand <> 0 AND action IN ('ORDER', 'REFUND') AND occurred_at < $asOf::TIMESTAMP
  GROUP BY brand, person, order_id
  HAVING count(*) FILTER (action = 'ORDER') > 0
    AND NOT (count(*) FILTER (action = 'REFUND') > 0
      AND sum(value_minor) FILTER (action = 'REFUND') >= sum(value_minor) FILTER (action = 'ORDER'))
), buyer AS (
  SELECT person, count(*) FILTER (brand = 1) AS own_orders, count(*) AS all_orders,
    count(DISTINCT (ordered_at + INTERVAL 8 HOUR)::DATE) FILTER (brand = 1) AS days,
    min(ordered_at) FILTER (brand = 1) AS first
  FROM net_order WHERE ordered_at >= $asOf::TIMESTAMP - INTERVAL 365 DAY
  GROUP BY person
), market AS (
  SELECT person, bool_or(brand <> 0 AND action <> 'IMPRESSION') AS has_category_intent, bool_or(is_on_site) AS was_on_site
  FROM touchpoint WHERE occurred_at < $asOf::TIMESTAMP AND occurred_at >= $asOf::TIMESTAMP - INTERVAL 30 DAY
  GROUP BY person
)
SELECT met.person,
  CASE WHEN own_orders > 0 AND (days >= 2 OR is_praised OR coalesce(last_shared > first, false)) THEN 4
    WHEN own_orders > 0 THEN 3
    WHEN strong >= 1 OR repeated >= 2 THEN 2
    WHEN is_aware THEN 1
    ELSE 0 END AS stage,
  CASE WHEN has_brand_intent THEN 0 WHEN has_category_intent THEN 3 WHEN was_on_site THEN 6 ELSE NULL END AS intent_row,
  CASE WHEN intent_row IS NULL THEN 0
    ELSE intent_row + CASE WHEN own_orders > 0 AND own_orders / all_orders >= 0.5 THEN 1 WHEN all_orders > 0 THEN 3 ELSE 2 END
  END AS cell
FROM met LEFT JOIN buyer USING (person) LEFT JOIN market USING (person);

SELECT stage, cell, count(*)::BIGINT AS people FROM label GROUP BY stage, cell ORDER BY stage, cell;
