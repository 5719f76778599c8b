-- The bare query that only counts the four stages, by hand: no labels, no nine-grid, nothing kept. One scan of the brand's
-- touchpoints grouped by person. It reads the tables of its own below and, as a second rival, ours without FINAL.
CREATE TABLE rival
(
    brand_id UInt32,
    ordinal UInt32,
    occurred_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    action Enum8('IMPRESSION' = 1, 'CONTENT_VIEW' = 2, 'CLICK' = 3, 'LIVE_VIEW' = 4, 'SEARCH' = 5, 'VISIT' = 6, 'PRODUCT_VIEW' = 7,
        'FAVOURITE' = 8, 'FOLLOW' = 9, 'ADD_TO_CART' = 10, 'REMOVE_FROM_CART' = 11, 'CONSULT' = 12, 'ORDER' = 13, 'REFUND' = 14,
        'REVIEW' = 15, 'SHARE' = 16, 'ANSWER' = 17, 'MEMBER_JOIN' = 18, 'MEMBER_LEAVE' = 19, 'MEMBER_TIER' = 20,
        'BENEFIT_ISSUE' = 21, 'BENEFIT_REDEEM' = 22),
    order_id String,
    rating UInt8,
    value_minor Nullable(Int64)
)
ENGINE = MergeTree
ORDER BY (brand_id, ordinal, occurred_at);

WITH toDateTime64({asOf:String}, 3, 'UTC') AS as_of,
orders AS (
  SELECT ordinal, uniqExact(toDate(ordered_at, 'Asia/Shanghai')) AS days, min(ordered_at) AS first
  FROM (
    SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at
    FROM {table:Identifier}
    WHERE brand_id = 1 AND action IN ('ORDER', 'REFUND') AND occurred_at < as_of
    GROUP BY ordinal, order_id
    HAVING countIf(action = 'ORDER') > 0
      AND NOT (countIf(action = 'REFUND') > 0 AND sumIf(value_minor, action = 'REFUND') >= sumIf(value_minor, action = 'ORDER'))
  )
  WHERE ordered_at >= as_of - toIntervalDay(365)
  GROUP BY ordinal
)
SELECT multiIf(
    orders.days > 0 AND (orders.days >= 2 OR met.is_praised OR met.last_shared > orders.first), 4,
    orders.days > 0, 3,
    met.strong >= 1 OR met.repeated >= 2, 2,
    met.is_aware, 1,
    0) AS stage,
  count() AS people
FROM (
  SELECT ordinal,
    max(occurred_at >= as_of - toIntervalDay(15)) AS is_aware,
    countIf(occurred_at >= as_of - toIntervalDay(15) AND action IN ('CONTENT_VIEW', 'CLICK', 'VISIT', 'PRODUCT_VIEW', 'LIVE_VIEW')) AS repeated,
    countIf(occurred_at >= as_of - toIntervalDay(15)
      AND action IN ('SEARCH', 'FAVOURITE', 'FOLLOW', 'ADD_TO_CART', 'CONSULT', 'MEMBER_JOIN', 'SHARE', 'ANSWER')) AS strong,
    max(action = 'REVIEW' AND rating >= 4) AS is_praised,
    maxIf(occurred_at, action IN ('SHARE', 'ANSWER')) AS last_shared
  FROM {table:Identifier}
  WHERE brand_id = 1 AND occurred_at < as_of AND occurred_at >= as_of - toIntervalDay(365)
  GROUP BY ordinal
) AS met
LEFT JOIN orders ON orders.ordinal = met.ordinal
GROUP BY stage ORDER BY stage;
