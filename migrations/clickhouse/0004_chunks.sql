-- The number of the intake chunk that brought a row: what was written by a chunk that never ended is found by it and wiped.
-- It ends the order, so that rows of two chunks never replace one another: a wipe takes away nothing but its chunk's rows.
ALTER TABLE touchpoint ADD COLUMN IF NOT EXISTS chunk UInt32,
    MODIFY ORDER BY (brand_id, action, platform, toDate(occurred_at), ordinal, source_id, event_id, chunk);
ALTER TABLE touchpoint_key ADD COLUMN IF NOT EXISTS chunk UInt32, MODIFY ORDER BY (source_id, day, event_hash, event_id, chunk);
ALTER TABLE identity_link ADD COLUMN IF NOT EXISTS chunk UInt32, MODIFY ORDER BY (key_a, key_b, source_id, chunk);

-- SERVED: the medium showed it to this person. OPPORTUNITY_TO_SEE: the person was where it could be seen.
ALTER TABLE touchpoint ADD COLUMN IF NOT EXISTS exposure Enum8('SERVED' = 0, 'OPPORTUNITY_TO_SEE' = 1) DEFAULT 'SERVED';
