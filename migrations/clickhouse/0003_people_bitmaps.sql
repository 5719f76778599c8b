-- Labels of one snapshot or benchmark pass: who is in which stage (0..4) and which nine-grid cell (0..9, 0 is unplaced).
-- index_granularity 1: a look-up of one bitmap reads one bitmap.
CREATE TABLE asset_label
(
    labels_id UUID,
    brand_id UInt32,
    dimension Enum8('STAGE' = 1, 'CELL' = 2),
    label UInt8,
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY (labels_id, brand_id, dimension, label)
SETTINGS index_granularity = 1;

-- Frozen members of one build of an audience pack.
CREATE TABLE audience_member
(
    build_id UUID,
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY build_id
SETTINGS index_granularity = 1;
