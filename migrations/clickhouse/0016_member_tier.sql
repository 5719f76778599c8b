-- Members by tier of one evaluation: 0 is the lowest tier. index_granularity 1: a look-up of one bitmap reads one bitmap.
CREATE TABLE member_tier
(
    evaluation_id UUID,
    tier UInt8,
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY (evaluation_id, tier)
SETTINGS index_granularity = 1;
