-- PostgreSQL: a covering index in the order of the questions, from which they are answered alone (index-only scans need the
-- vacuum), memory for sets of millions of people, and all cores.
CREATE TABLE person (person integer NOT NULL, stage smallint NOT NULL, cell smallint NOT NULL);

CREATE TABLE touch (brand integer NOT NULL, action text NOT NULL, platform text NOT NULL, site text NOT NULL, day date NOT NULL, person integer NOT NULL);

COPY person FROM '$people' (FORMAT csv, HEADER true);

COPY touch FROM '$touchpoints' (FORMAT csv, HEADER true);

CREATE INDEX touch_questions ON touch (brand, action, day) INCLUDE (platform, site, person);

VACUUM (ANALYZE) person;

VACUUM (ANALYZE) touch;
