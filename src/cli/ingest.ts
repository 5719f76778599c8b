import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import Table from "cli-table3";
import type { App } from "../app";
import { RejectFile, readMapping } from "../features/touchpoints";
import type { RequestContext } from "../platform/request-context";
import { UserProblems } from "../platform/user-error";

export interface IngestInput {
  readonly mappingPath: string;
  readonly paths: readonly string[];
  readonly rejectFolder: string;
}

export interface IngestSummary {
  readonly status: string;
  readonly accepted: bigint;
  readonly seconds: number;
}

const count = (value: bigint | number): string => value.toLocaleString("en-GB");

/** `valuegraph ingest`: brings files in with a progress bar and says what became of every row. */
export async function ingestFiles(app: App, context: RequestContext, input: IngestInput): Promise<IngestSummary> {
  const mapping = readMapping(await mappingText(input.mappingPath), input.mappingPath);
  const began = performance.now();
  const startedAt = context.clock.now();
  const rejects = await RejectFile.open(
    input.rejectFolder,
    startedAt.toISOString().replace(/\W/g, "-"),
    mapping,
    startedAt,
  );
  const bar = new SingleBar(
    {
      format: "{bar} {percentage}% | {rows} rows | {rate} rows/s | {eta_formatted} left",
      stream: process.stderr,
      hideCursor: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { rows: "0", rate: "0" });
  const { run, rejectedByReason } = await app.fileIngest
    .ingest(context, {
      name: `${mapping.source.name}: ${input.paths.length === 1 ? input.paths[0] : `${input.paths.length} files`}`,
      mapping,
      paths: input.paths,
      rejects,
      onProgress: ({ bytesRead, bytesTotal, rows }) => {
        bar.setTotal(bytesTotal);
        bar.update(bytesRead, {
          rows: count(rows),
          rate: count(Math.round(rows / ((performance.now() - began) / 1000))),
        });
      },
    })
    .finally(() => bar.stop());
  await rejects.close();

  const seconds = (performance.now() - began) / 1000;
  const table = new Table({
    head: ["received", "accepted", "duplicates", "conflicts", "rejected", "seconds", "rows/s"],
    style: { head: [] },
  });
  table.push(
    [run.received, run.accepted, run.duplicates, run.conflicts, run.rejected]
      .map(count)
      .concat(seconds.toFixed(1), count(Math.round(Number(run.received) / seconds))),
  );
  process.stdout.write(`${table.toString()}\n`);
  for (const [reason, rows] of rejectedByReason) process.stdout.write(`  ${count(rows)} x ${reason}\n`);
  if (!rejects.isEmpty)
    process.stdout.write(`Rejected rows with line numbers and reasons (kept 7 days): ${rejects.path}\n`);
  if (run.failure) process.stderr.write(`${run.failure.message}\n`);
  return { status: run.status, accepted: run.accepted, seconds };
}

async function mappingText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw UserProblems.one(
      "INVALID_MAPPING",
      null,
      `${path}: the mapping must exist and be readable, but ${code ?? String(error)}.`,
    );
  }
}

export const rejectFolderOf = (dataDir: string): string => join(dataDir, "rejects");
