-- The suite of audiences-rules.mjs, rule by rule, as ClickHouse, DuckDB and PostgreSQL all take it. `person` holds everybody whom
-- the brand met with stage (0 lapsed to 4) and cell (0 unplaced, 1 to 9), `touch` every touchpoint with its UTC day. The instant
-- is the end of a day, so windows are whole days, and nothing lies after it.
SELECT count(*) AS people FROM person
  WHERE stage = 1;

SELECT count(*) AS people FROM person
  WHERE stage IN (2, 3)
    AND cell IN (1, 2, 3);

SELECT count(*) AS people FROM person
  WHERE stage IN (1, 2, 3, 4)
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'SEARCH' AND platform = 'JD' AND day >= '2025-10-12');

SELECT count(*) AS people FROM person
  WHERE stage = 2
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'ADD_TO_CART' AND day >= '2025-10-12');

SELECT count(*) AS people FROM person
  WHERE stage = 1
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'IMPRESSION' AND platform = 'JD' AND day >= '2025-11-04')
    AND person NOT IN (SELECT person FROM touch WHERE brand = 1 AND action = 'ORDER' AND day >= '2024-11-11');

SELECT count(*) AS people FROM person
  WHERE cell IN (4, 5, 6)
    AND (person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'FAVOURITE' AND platform = 'DOUYIN' AND day >= '2025-08-13')
    OR person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'ADD_TO_CART' AND platform = 'XIAOHONGSHU' AND day >= '2025-08-13'));

SELECT count(*) AS people FROM person
  WHERE stage IN (1, 2)
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'CLICK' AND platform = 'JD' AND day >= '2025-09-12' GROUP BY person HAVING count(*) >= 2);

SELECT count(*) AS people FROM person
  WHERE stage IN (3, 4)
    AND person NOT IN (SELECT person FROM touch WHERE brand = 1 AND action = 'IMPRESSION' AND day >= '2025-10-12');

SELECT count(*) AS people FROM person
  WHERE person IN (SELECT person FROM touch WHERE brand = 1 AND action IN ('REVIEW', 'SHARE', 'ANSWER') AND day >= '2025-08-13')
    AND stage <> 1
    AND cell IN (1, 2, 3, 4, 5, 6);

SELECT count(*) AS people FROM person
  WHERE stage IN (1, 2, 3, 4)
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'IMPRESSION' AND day >= '2025-08-13' GROUP BY person HAVING count(*) >= 3);

SELECT count(*) AS people FROM person
  WHERE stage IN (2, 3, 4)
    AND cell IN (1, 2, 3, 4, 5, 6)
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'IMPRESSION' AND day >= '2025-10-12')
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'CLICK' AND day >= '2025-09-12')
    AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'CONTENT_VIEW' AND day >= '2025-08-13' GROUP BY person HAVING count(*) >= 2)
    AND person NOT IN (SELECT person FROM touch WHERE brand = 1 AND action = 'REFUND' AND day >= '2024-11-11')
    AND person NOT IN (SELECT person FROM touch WHERE brand = 1 AND action = 'SEARCH' AND platform = 'JD' AND day >= '2025-11-04')
    AND person NOT IN (SELECT person FROM touch WHERE brand = 1 AND action = 'LIVE_VIEW' AND day >= '2025-10-12');

SELECT count(*) AS people FROM person
  WHERE (stage = 1 AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'SEARCH' AND day >= '2025-10-12'))
    OR (stage = 3 AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'VISIT' AND day >= '2025-10-12' GROUP BY person HAVING count(*) >= 2))
    OR (cell IN (7, 8, 9) AND person IN (SELECT person FROM touch WHERE brand = 1 AND action = 'PRODUCT_VIEW' AND site = 'ON_SITE' AND day >= '2025-08-13'))
    OR (stage = 4 AND person NOT IN (SELECT person FROM touch WHERE brand = 1 AND action = 'ORDER' AND day >= '2025-08-13'));
