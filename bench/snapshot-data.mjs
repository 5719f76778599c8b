import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { progressBar } from "./progress.mjs";

/** Of the brand; two rivals and nobody in particular have a tenth as many besides. */
const TOUCHPOINTS_PER_PERSON = 6;
const ROWS_PER_FILE = 2_000_000;

/** The instant that is labelled; touchpoints lie in the 400 days before it. */
export const AS_OF = "2025-11-11 00:00:00";

/**
 * Writes the touchpoints as Parquet files, 2 million rows each, in no order: person, time, action and brand of a row are drawn
 * alone. People have a heavy tail and numbers that say nothing of it. Drawn by DuckDB's hash, so they are the same on every
 * machine. A folder that is there is gone on with: only files that lack are written.
 */
export async function touchpointFiles(duckdb, folder, people) {
  mkdirSync(folder, { recursive: true });
  const rows = Math.round(people * TOUCHPOINTS_PER_PERSON * 1.1);
  const bar = progressBar("draw touchpoints", rows, "rows");
  for (let from = 0; from < rows; from += ROWS_PER_FILE) {
    const to = Math.min(rows, from + ROWS_PER_FILE);
    const path = join(folder, `part-${String(from / ROWS_PER_FILE).padStart(4, "0")}.parquet`);
    if (!existsSync(path)) {
      rmSync(`${path}.part`, { force: true });
      await duckdb.run(`COPY (${drawn(from, to, people)}) TO '${path}.part' (FORMAT parquet)`);
      renameSync(`${path}.part`, path);
    }
    bar.update(to);
  }
  bar.stop();
  return readdirSync(folder)
    .filter((name) => name.endsWith(".parquet"))
    .sort()
    .map((name) => join(folder, name));
}

/** Shares of actions in thousandths, one after the other. */
const ACTIONS = [
  [450, "IMPRESSION"],
  [600, "CONTENT_VIEW"],
  [700, "CLICK"],
  [770, "VISIT"],
  [840, "PRODUCT_VIEW"],
  [850, "LIVE_VIEW"],
  [890, "SEARCH"],
  [910, "FAVOURITE"],
  [950, "ADD_TO_CART"],
  [980, "ORDER"],
  [984, "REFUND"],
  [993, "REVIEW"],
  [997, "SHARE"],
  [1000, "ANSWER"],
];

function drawn(from, to, people) {
  // Two arguments of hash() are combined so weakly that draws would go together.
  const hashed = (salt) => `hash(i * 16 + ${salt})`;
  const share = (salt) => `(${hashed(salt)} / 18446744073709551616.0)`;
  const action = ACTIONS.map(([below, name]) => `WHEN share < ${below / 1000} THEN '${name}'`).join(" ");
  return `
    SELECT i AS id, person, action, date_trunc('milliseconds', exact) AS occurred_at, site, brand, rating,
      CASE WHEN action IN ('ORDER', 'REFUND') THEN concat(brand, '-', person, '-', ${hashed(7)} % 4) ELSE '' END AS order_id,
      CASE WHEN action = 'ORDER' THEN (100 + ${hashed(8)} % 100000)::BIGINT
        WHEN action = 'REFUND' THEN CASE WHEN ${hashed(9)} % 2 = 0 THEN 1 ELSE 1000000000 END END AS value_minor
    FROM (
      SELECT i, CASE ${action} END AS action,
        -- A bijection: who does much has no low number.
        ((floor(${people} * pow(${share(1)}, 1.4))::BIGINT * 1000003) % ${people})::UINTEGER AS person,
        TIMESTAMP '${AS_OF}' - to_microseconds((${share(2)} * 400 * 86400000000)::BIGINT) AS exact,
        CASE WHEN ${hashed(4)} % 2 = 0 THEN 'ON_SITE' ELSE 'OFF_SITE' END AS site,
        CASE WHEN action = 'REVIEW' THEN 1 + (${hashed(5)} % 5)::UTINYINT ELSE 0 END::UTINYINT AS rating,
        CASE WHEN ${hashed(6)} % 11 < 10 THEN 1 ELSE [2, 3, 0][1 + (${hashed(10)} % 3)::INTEGER] END::UINTEGER AS brand
      FROM (SELECT i, ${share(3)} AS share FROM range(${from}, ${to}) AS numbers (i))
    )`;
}
