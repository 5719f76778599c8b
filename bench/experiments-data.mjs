/** Touchpoints of an experiment's people, drawn by DuckDB's hash, so that they are the same on every machine. */

/** The experiment's first instant. */
export const FROM = "2025-09-01 00:00:00";
/** When it is read: all days of all people are over. */
export const AS_OF = "2025-11-01 00:00:00";
export const ARMS = 10;

const ACTIONS = ["VISIT", "PRODUCT_VIEW", "SEARCH", "FAVOURITE", "ADD_TO_CART", "ORDER"];
/** Besides the one exposure of everybody. */
const TOUCHPOINTS_PER_PERSON = 4;

const did = (kind, action, toDay) => ({ kind, action, toDay });
const kinds = [
  ...ACTIONS.flatMap((action) => [7, 14].map((toDay) => did("SHARE", action, toDay))),
  ...["VISIT", "SEARCH", "ADD_TO_CART"].map((action) => did("COUNT", action, 14)),
  ...[3, 7, 14].map((toDay) => did("VALUE", null, toDay)),
  ...[7, 14].map((toDay) => did("DWELL", "PRODUCT_VIEW", toDay)),
];

/** Twenty, of every kind; the first is the primary one. */
export const METRICS = kinds.map((metric, place) => ({
  ...metric,
  ...{ code: `m${place}`, fromDay: 0, isHigherBetter: true, capPercentile: 99 },
  role: place === 0 ? "PRIMARY" : "SECONDARY",
}));

/** Writes the rows as Parquet, in no order: person, time and action of a row are drawn alone. */
export async function drawTouchpoints(duckdb, path, people) {
  const rows = people * TOUCHPOINTS_PER_PERSON;
  const share = (salt) => `(hash(i * 16 + ${salt}) / 18446744073709551616.0)`;
  const at = (salt, days) => `TIMESTAMP '${FROM}' + to_milliseconds((${share(salt)} * ${days} * 86400000)::BIGINT)`;
  await duckdb.run(`COPY (
    SELECT i AS id, i::UINTEGER AS person, 'IMPRESSION' AS action, ${at(1, 14)} AS occurred_at,
      concat('v', hash(i * 16 + 2) % ${ARMS}) AS variant, 0::UINTEGER AS duration, 0::BIGINT AS value
    FROM range(${people}) AS numbers (i)
    UNION ALL
    SELECT ${people} + i, floor(${people} * pow(${share(3)}, 1.4))::UINTEGER,
      [${ACTIONS.map((action) => `'${action}'`).join(", ")}][1 + (hash(i * 16 + 4) % ${ACTIONS.length})::INTEGER], ${at(5, 45)}, '',
      (5 + hash(i * 16 + 6) % 600)::UINTEGER, (100 + hash(i * 16 + 7) % 50000)::BIGINT
    FROM range(${rows}) AS numbers (i)
  ) TO '${path}' (FORMAT parquet)`);
}
