-- DuckDB's best layout found: the rows by person and time, so that lag() needs no sort of its own beyond the partition's.
CREATE TABLE rival AS SELECT person, channel, occurred_at, action FROM read_parquet('$file') ORDER BY person, occurred_at, id;

-- The transition matrix of every person's touches, start and end included.
SELECT coalesce(before, -1)::INTEGER AS origin, channel::INTEGER AS target, count(*)::BIGINT AS times FROM (
  SELECT channel, lag(channel) OVER (PARTITION BY person ORDER BY occurred_at, channel) AS before
  FROM rival WHERE action = 'CLICK'
) GROUP BY 1, 2 ORDER BY 1, 2;
