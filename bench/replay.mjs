import assert from "node:assert/strict";
import { join } from "node:path";
import { writeCsv } from "./csv-file.mjs";
import { select, withEngines } from "./engines.mjs";
import { ingestFile } from "./ingest-process.mjs";
import { machine } from "./machine.mjs";
import { printReport } from "./report.mjs";

const MOST = 1.5;

/** The same file a second time: every row is known, and nothing may be stored again. */
export async function benchReplay({ rows = 1_000_000, rounds = 5 }, folder) {
  const results = [];
  for (let round = 1; round <= rounds; round++) {
    const path = join(folder, "touchpoints.csv");
    await writeCsv(path, { count: rows, seed: round });
    results.push(
      await withEngines(async (engines) => {
        const first = await ingestFile(engines, path);
        const before = await stored(engines);
        const replay = await ingestFile(engines, path);
        assert.deepEqual(await stored(engines), before);
        assert.equal(before.touchpoints, rows);
        return { first: first.seconds, replay: replay.seconds, machine: await machine(engines) };
      }),
    );
  }
  const title = `A file of ${rows.toLocaleString("en-GB")} rows imported again`;
  printReport(title, results.at(-1).machine, [
    { name: "first import, s", values: results.map(({ first }) => first) },
    { name: "replay, s", values: results.map(({ replay }) => replay) },
    { name: "ratio", values: results.map(({ first, replay }) => replay / first), target: { atMost: MOST } },
  ]);
}

async function stored({ clickhouse }) {
  const count = (table) => `(SELECT toInt32(count()) FROM ${table} FINAL) AS ${table}s`;
  const [row] = await select(
    clickhouse,
    `SELECT ${["touchpoint", "touchpoint_key", "identity"].map(count).join(", ")}`,
  );
  return row;
}
