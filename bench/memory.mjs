import { join } from "node:path";
import Table from "cli-table3";
import { writeCsv } from "./csv-file.mjs";
import { withEngines } from "./engines.mjs";
import { ingestFile } from "./ingest-process.mjs";
import { machine } from "./machine.mjs";
import { printReport } from "./report.mjs";

const MOST_MB = 600;
const LINES = 12;

/** Memory of `valuegraph ingest` over a long file, most of whose people are new. */
export async function benchMemory({ rows = 20_000_000 }, folder) {
  const path = join(folder, "touchpoints.csv");
  await writeCsv(path, { count: rows, seed: 1 });
  await withEngines(async (engines) => {
    const { seconds, peak, memory } = await ingestFile(engines, path);
    const title = `Memory of an import of ${rows.toLocaleString("en-GB")} rows`;
    printReport(title, await machine(engines), [
      { name: "peak memory (VmHWM), MB", values: [peak / 1e6], target: { atMost: MOST_MB } },
      { name: "rows/s", values: [rows / seconds] },
    ]);
    printCourse(memory);
  });
}

function printCourse(memory) {
  const table = new Table({ head: ["second", "memory, MB", "peak so far, MB"], style: { head: [] } });
  const step = Math.max(1, Math.floor(memory.length / LINES));
  for (let i = step - 1; i < memory.length; i += step) {
    const { second, now, peak } = memory[i];
    table.push([second, now / 1e6, peak / 1e6].map(Math.round));
  }
  process.stdout.write(`${table.toString()}\n`);
}
