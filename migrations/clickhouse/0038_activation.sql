-- The identity's value as its sender wrote it, under AES-256-CTR by the install's key: what activation sends out. Empty where
-- the identity was last named by a release that kept none.
ALTER TABLE identity ADD COLUMN IF NOT EXISTS sealed String DEFAULT '' CODEC(NONE);

-- People whom one push or export is about, as the organisation's numbers had them when it was planned.
CREATE TABLE activated_people
(
    activation_id UUID,
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY activation_id
SETTINGS index_granularity = 1;
