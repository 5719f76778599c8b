-- The number of the intake chunk that brought a row: what was written by a chunk that never ended is found by it and wiped.
ALTER TABLE touchpoint ADD COLUMN IF NOT EXISTS chunk UInt32 DEFAULT 0;
ALTER TABLE touchpoint_key ADD COLUMN IF NOT EXISTS chunk UInt32 DEFAULT 0;
ALTER TABLE identity_link ADD COLUMN IF NOT EXISTS chunk UInt32, MODIFY ORDER BY (key_a, key_b, source_id, chunk);

-- SERVED: the medium showed it to this person. OPPORTUNITY_TO_SEE: the person was where it could be seen.
ALTER TABLE touchpoint ADD COLUMN IF NOT EXISTS exposure Enum8('SERVED' = 0, 'OPPORTUNITY_TO_SEE' = 1) DEFAULT 'SERVED';
