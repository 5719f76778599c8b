-- DuckDB, in a file of its own: touchpoints sorted by brand, action and day, so that zone maps skip whole row groups; enumerations
-- for names. All threads that DuckDB takes by itself; other indexes do not help scans.
CREATE TYPE action AS ENUM ('IMPRESSION', 'CONTENT_VIEW', 'CLICK', 'VISIT', 'PRODUCT_VIEW', 'LIVE_VIEW', 'SEARCH', 'FAVOURITE',
  'ADD_TO_CART', 'ORDER', 'REFUND', 'REVIEW', 'SHARE', 'ANSWER');

CREATE TYPE platform AS ENUM ('JD', 'DOUYIN', 'XIAOHONGSHU', 'TMALL', 'WECHAT', 'BILIBILI');

CREATE TYPE site AS ENUM ('OFF_SITE', 'ON_SITE');

CREATE TABLE person AS
SELECT person::UINTEGER AS person, stage::UTINYINT AS stage, cell::UTINYINT AS cell FROM read_csv('$people', header = true)
ORDER BY stage, cell, person;

CREATE TABLE touch AS
SELECT brand::UINTEGER AS brand, action::action AS action, platform::platform AS platform, site::site AS site, day::DATE AS day, person::UINTEGER AS person
FROM read_csv('$touchpoints', header = true)
ORDER BY brand, action, day, person;
