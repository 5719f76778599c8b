-- An identity is kept under HMAC (`key`: its first 128 bits); people are dense ordinals.
CREATE TABLE identity
(
    key UInt128,
    namespace LowCardinality(String),
    ordinal UInt32,
    source_id UInt32,
    first_seen_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY key;

-- Two identities seen on one touchpoint. Appended only: people are the connected components.
CREATE TABLE identity_link
(
    key_a UInt128,
    key_b UInt128,
    source_id UInt32,
    linked_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (key_a, key_b, source_id);
