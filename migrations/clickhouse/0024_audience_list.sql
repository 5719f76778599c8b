-- People whom one upload of a list of hashed ids matched, as they were then. The ids themselves are not kept.
CREATE TABLE audience_list_people
(
    upload_id UUID,
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY upload_id
SETTINGS index_granularity = 1;
