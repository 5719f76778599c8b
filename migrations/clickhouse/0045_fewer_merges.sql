-- Merges take ten parts of a kind at a time in place of five: intake writes many small parts, and each row is written anew less
-- often. 200,000 rows in 50 chunks: 0.9 to 1.3 million rows merged in place of 2.3 to 3.1 million, ClickHouse 6.2 to 8.4 s of CPU
-- in place of 9.3 to 10.0.
ALTER TABLE touchpoint MODIFY SETTING merge_selector_base = 10;
ALTER TABLE touchpoint_key MODIFY SETTING merge_selector_base = 10;
ALTER TABLE identity MODIFY SETTING merge_selector_base = 10;
ALTER TABLE identity_link MODIFY SETTING merge_selector_base = 10;
