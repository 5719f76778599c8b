-- ClickHouse by itself: touchpoints in the order of the questions (brand, action, day, person), no column that no question reads,
-- times as days, low cardinality where values repeat. Both tables are merged to one part before anything is timed. Questions run
-- with use_index_for_in_with_subqueries = 0, without which the larger ones take ten times as long, and all threads.
CREATE TABLE person (person UInt32, stage UInt8, cell UInt8) ENGINE = MergeTree ORDER BY (stage, cell, person);

CREATE TABLE touch
(
    brand UInt32,
    action LowCardinality(String),
    platform LowCardinality(String),
    site LowCardinality(String),
    day Date,
    person UInt32
)
ENGINE = MergeTree ORDER BY (brand, action, day, person);

INSERT INTO person SELECT person, maxIf(label, dimension = 'STAGE') AS stage, maxIf(label, dimension = 'CELL') AS cell
FROM (SELECT dimension, label, arrayJoin(bitmapToArray(people)) AS person FROM {plane:Identifier}.asset_label WHERE brand_id = 1)
GROUP BY person;

INSERT INTO touch SELECT brand_id, toString(action), platform, toString(site), toDate(occurred_at), ordinal FROM {plane:Identifier}.touchpoint
WHERE occurred_at < '2025-11-11';

OPTIMIZE TABLE person FINAL;

OPTIMIZE TABLE touch FINAL;
