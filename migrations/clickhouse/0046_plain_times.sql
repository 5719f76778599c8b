-- Times within a day are in no order, so nearly every bit below a day's is news: T64 drops the others, and LZ4 copies what is left.
-- 20 million times: read and compared in 0.06 s in place of 0.25, 71 in place of 93 MB, written in half the time. Older parts are
-- written anew as they merge.
ALTER TABLE touchpoint MODIFY COLUMN occurred_at CODEC(T64, LZ4);
