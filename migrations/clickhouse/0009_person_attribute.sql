-- What sources say of people besides their touchpoints, dated: a new value is a new row and the earlier one stays.
-- The order is the reading order of "who has value v as of t": one attribute of one organisation, person by person, his values
-- by date. Attribute and organisation are few, so settle and erasure find an ordinal by skipping through the same order.
-- The same source's later word about the same instant replaces the earlier one; reads by argMax hold with and without merges.
CREATE TABLE person_attribute
(
    organisation_id UUID,
    attribute LowCardinality(String),
    ordinal UInt32,
    as_of DateTime64(3, 'UTC'),
    identity_key UInt128,
    source_id UInt32,
    value String CODEC(ZSTD(1)),
    recorded_at DateTime64(3, 'UTC'),
    run_id UUID
)
ENGINE = ReplacingMergeTree(recorded_at)
ORDER BY (organisation_id, attribute, ordinal, as_of, identity_key, source_id);

-- Consent as people gave it to an organisation or took it back, by purpose ('' names none); dated, history kept. The state is in
-- the order, so that what a source said otherwise of one instant stays beside it: of the two the withdrawal holds.
CREATE TABLE identity_consent
(
    organisation_id UUID,
    ordinal UInt32,
    identity_key UInt128,
    purpose LowCardinality(String),
    consented_at DateTime64(3, 'UTC'),
    source_id UInt32,
    state Enum8('GRANTED' = 1, 'WITHDRAWN' = 2),
    recorded_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(recorded_at)
ORDER BY (organisation_id, ordinal, identity_key, purpose, consented_at, source_id, state);
