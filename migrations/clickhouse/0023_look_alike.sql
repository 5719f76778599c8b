-- People by percentile of their score by one look-alike model: 1 holds the highest scores. The scores themselves are not kept.
-- index_granularity 1: a look-up of one bitmap reads one bitmap.
CREATE TABLE look_alike_percentile
(
    model_id UUID,
    percentile UInt8,
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY (model_id, percentile)
SETTINGS index_granularity = 1;
