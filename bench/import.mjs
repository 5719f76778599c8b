import { join } from "node:path";
import { writeCsv } from "./csv-file.mjs";
import { withEngines } from "./engines.mjs";
import { assertEqualAnswers } from "./equal-answers.mjs";
import { ingestFile } from "./ingest-process.mjs";
import { machine } from "./machine.mjs";
import { printReport } from "./report.mjs";
import { loadRival } from "./rival.mjs";

/** Rows of the run that is not timed: it asserts equal answers before anything is. */
const CHECK_ROWS = 100_000;
const RATIO = 0.4;

/** A file through `valuegraph ingest` against the same file straight into ClickHouse; each round on engines of its own. */
export async function benchImport({ rows = 2_000_000, rounds = 5 }, folder) {
  await oneRound(folder, { rows: Math.min(rows, CHECK_ROWS), round: 0 });
  const results = [];
  for (let round = 1; round <= rounds; round++) results.push(await oneRound(folder, { rows, round }));
  const per = (read) => results.map(read);
  printReport(`Import of ${rows.toLocaleString("en-GB")} rows of CSV, end to end`, results.at(-1).machine, [
    { name: "valuegraph ingest, rows/s", values: per(({ ours }) => rows / ours.seconds) },
    { name: "straight into ClickHouse, rows/s", values: per(({ rival }) => rows / rival) },
    { name: "ratio", values: per(({ ours, rival }) => rival / ours.seconds), target: { atLeast: RATIO } },
    { name: "CPU of the importing process, s", values: per(({ ours }) => ours.cpu) },
    { name: "its peak memory, MB", values: per(({ ours }) => ours.peak / 1e6) },
  ]);
}

/** Takes turns in who goes first; a file of its own, as nothing shall have seen its events or people. */
async function oneRound(folder, { rows, round }) {
  const path = join(folder, "touchpoints.csv");
  await writeCsv(path, { count: rows, seed: round });
  return withEngines(async (engines) => {
    const isRivalFirst = round % 2 === 1;
    const before = isRivalFirst ? await loadRival(engines, path) : null;
    const ours = await ingestFile(engines, path);
    const rival = before ?? (await loadRival(engines, path));
    await assertEqualAnswers(engines);
    return { rival, ours, machine: await machine(engines) };
  });
}
