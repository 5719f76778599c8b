-- Which settle wrote the row: of several rows of a key the one with the highest version says whose identity it is.
ALTER TABLE identity ADD COLUMN IF NOT EXISTS version UInt64 DEFAULT 0;

-- Whom a number stands for now. Overlay 00000000-...: the cloud's own graph, whose retired ordinals live on in frozen bitmaps;
-- any other: one reading of an organisation's private links. Nobody reads an overlay until PostgreSQL names it.
CREATE TABLE person_alias
(
    overlay_id UUID,
    ordinal UInt32,
    representative UInt32,
    settled_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (overlay_id, ordinal);

-- Two identities that somebody says are not one person, in the cloud (organisation 00000000-...) or for an organisation alone.
-- key_a < key_b; the newest row of a pair counts, and is_cut = 0 takes the cut back.
CREATE TABLE identity_cut
(
    organisation_id UUID,
    key_a UInt128,
    key_b UInt128,
    is_cut UInt8,
    source_id UInt32,
    cut_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(cut_at)
ORDER BY (organisation_id, key_a, key_b);

-- Links that settle read and did not apply. key_a < key_b; NONE: it is applied since.
CREATE TABLE identity_link_hold
(
    key_a UInt128,
    key_b UInt128,
    reason Enum8('NONE' = 0, 'PERSON_TOO_LARGE' = 1, 'SHARED_IDENTITY' = 2, 'KEPT_APART' = 3),
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (key_a, key_b);
