import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { progressBar } from "./progress.mjs";
import { COLUMNS, touchpoints } from "./touchpoints.mjs";

const LINES_PER_WRITE = 10_000;

/** Writes `count` rows as CSV; of a bench's own where `rows` are given. */
export async function writeCsv(path, { count, seed, rows = touchpoints({ count, seed }) }) {
  const bar = progressBar("write the file", count, "rows");
  const file = createWriteStream(path);
  file.write(`${COLUMNS.join(",")}\n`);
  let lines = [];
  let written = 0;
  const flush = async () => {
    if (!file.write(`${lines.join("\n")}\n`)) await once(file, "drain");
    written += lines.length;
    bar.update(written);
    lines = [];
  };
  for (const row of rows) {
    lines.push(row.join(","));
    if (lines.length === LINES_PER_WRITE) await flush();
  }
  if (lines.length > 0) await flush();
  await finished(file.end());
  bar.stop();
}
