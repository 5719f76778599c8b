-- What one scoring expects each customer to bring, and what the customer brought in the 365 days before; minor units. In the order
-- of values, so that a tier is one range. A scoring is written once, under an id of its own, which nobody reads until it is published.
CREATE TABLE customer_value
(
    scoring_id UUID,
    value_minor Int64,
    ordinal UInt32,
    past_minor Int64,
    alive Float32
)
ENGINE = MergeTree
ORDER BY (scoring_id, value_minor, ordinal);

-- What a model expects of each distinct history while a scoring is made; about nobody, and gone a day later.
CREATE TABLE purchase_forecast
(
    scoring_id UUID,
    repeat_purchases UInt32,
    last_purchase UInt32,
    age UInt32,
    purchases Float64,
    alive Float64,
    written_at DateTime DEFAULT now()
)
ENGINE = MergeTree
ORDER BY (scoring_id, repeat_purchases, last_purchase, age)
TTL written_at + INTERVAL 1 DAY;
