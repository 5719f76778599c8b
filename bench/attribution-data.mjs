/*
 * Journeys of one brand in the 60 days before its campaign ends, in ClickHouse, drawn by its hash: the same rows on every machine.
 * People have a heavy tail; time and channel of a touch are drawn alone. A person in twenty orders, at a time of their own.
 * Nothing follows the order of our table: DuckDB reads the same rows from a Parquet file.
 */
export const CHANNELS = 12;
export const CAMPAIGN = { from: "2025-10-12T00:00:00.000Z", to: "2025-11-11T00:00:00.000Z" };
const TOUCHES_PER_PERSON = 10;

export const touchpointsOf = (people) => people * TOUCHES_PER_PERSON;

/** SELECT of `numbers` from..to as rows (id, person, action, channel, occurred_at). */
export function drawn(from, to, people) {
  const share = (salt) => `(sipHash64(number, ${salt}) / 18446744073709551616.)`;
  return `
    SELECT number AS id, toUInt32((toUInt64(floor(${people} * pow(${share(1)}, 1.1))) * 1000003) % ${people}) AS person,
      if(sipHash64(number, 2) % 200 = 0, 'ORDER', 'CLICK') AS action,
      toUInt8(floor(${CHANNELS} * pow(${share(3)}, 1.6))) AS channel,
      toDateTime64('2025-11-11 00:00:00', 3, 'UTC') - toIntervalMillisecond(toUInt64(${share(4)} * 44 * 86400000)) - toIntervalMillisecond(1) AS occurred_at
    FROM numbers(${from}, ${to - from})`;
}

export const INSERT_COLUMNS =
  "brand_id, action, platform, occurred_at, ordinal, source_id, event_id, identity_key, site, campaign, order_id, value_minor, currency, ingested_at, run_id";

/** Rows of our table out of {@link drawn}. */
export const toTouchpoint = (select) => `
  SELECT 1, action, concat('CHANNEL_', leftPad(toString(channel), 2, '0')), occurred_at, person, 1, toString(id), person, 'OFF_SITE',
    if(action = 'CLICK', 'BENCH', ''), if(action = 'ORDER', toString(id), ''), if(action = 'ORDER', 100 + id % 100000, NULL),
    if(action = 'ORDER', 'CNY', ''), now64(3), toUUID('00000000-0000-0000-0000-000000000000')
  FROM (${select})`;
