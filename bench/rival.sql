-- The rival: the same file straight into a table of the same ten columns, over HTTP, with all threads that ClickHouse takes
-- by itself. It is ordered as our touchpoints are read, and has no other index: nothing is checked, mapped or deduplicated.
CREATE TABLE rival
(
    event_id String,
    occurred_at DateTime64(3, 'UTC'),
    device_id String,
    member_hash String,
    platform LowCardinality(String),
    action LowCardinality(String),
    site LowCardinality(String),
    brand LowCardinality(String),
    campaign LowCardinality(String),
    amount Nullable(Decimal(18, 2))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (brand, action, platform, toDate(occurred_at));

INSERT INTO rival SETTINGS date_time_input_format = 'best_effort', input_format_parallel_parsing = 1 FORMAT CSVWithNames;
