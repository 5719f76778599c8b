-- Who was seen each day, kept by ClickHouse beside the rows of every part: a leaf of a rule merges days in place of reading rows,
-- and where a part has no such days (older parts, rows just deleted) the same statement reads its rows. A merge makes them anew,
-- because it may drop repeated rows. A delete drops them: nothing of a person outlives the rows, and settle does not wait.
ALTER TABLE touchpoint MODIFY SETTING deduplicate_merge_projection_mode = 'rebuild', lightweight_mutation_projection_mode = 'drop';
ALTER TABLE touchpoint ADD PROJECTION IF NOT EXISTS presence_by_day
(
    SELECT brand_id, action, platform, site, source_id, exposure, toDate(occurred_at), groupBitmapState(ordinal)
    GROUP BY brand_id, action, platform, site, source_id, exposure, toDate(occurred_at)
) WITH SETTINGS (index_granularity = 64);
ALTER TABLE touchpoint ADD PROJECTION IF NOT EXISTS seen_by_day
(
    SELECT source_id, toDate(occurred_at), groupBitmapState(ordinal)
    GROUP BY source_id, toDate(occurred_at)
) WITH SETTINGS (index_granularity = 1);

-- A month that nothing was written to for a day becomes one part: FINAL has nothing to compare there.
ALTER TABLE touchpoint MODIFY SETTING min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
