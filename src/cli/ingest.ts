import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Presets, SingleBar } from "cli-progress";
import Table from "cli-table3";
import type { App } from "../app";
import { describeReason, type IntegrationRun, readMapping, writeRejectFile } from "../features/touchpoints";
import type { RequestContext } from "../platform/request-context";
import { UserProblems } from "../platform/user-error";
import { requireRunId } from "./run-id";

export type IngestInput = (
  | { readonly mappingPath: string }
  /** Goes on with a run that was stopped, failed, or whose process died. */
  | { readonly resume: string }
) & {
  /** Code of the organisation that owns the source. */
  readonly organisation: string;
  readonly paths: readonly string[];
  readonly rejectFolder: string;
  /** Aborted: the import stops after its current chunk. */
  readonly signal?: AbortSignal;
};

export interface IngestSummary {
  readonly status: string;
  readonly accepted: bigint;
  readonly seconds: number;
}

/**
 * V8 lets the old generation grow fourfold between two collections, and rows that lived for a chunk pile up in it meanwhile:
 * an import of half a million rows peaked at 830 MB without this setting.
 */
const HEAP_GROWTH = "--heap-growing-percent=20";

const count = (value: bigint | number): string => value.toLocaleString("en-GB");
const COMMAND = "npm run valuegraph --";

/** `valuegraph ingest`: brings files in with a progress bar and says what became of every row. */
export async function ingestFiles(app: App, context: RequestContext, input: IngestInput): Promise<IngestSummary> {
  setFlagsFromString(HEAP_GROWTH);
  const startedAt = context.clock.now();
  const began = performance.now();
  const { run, rows } = await importWithBar(app, context, input);
  const seconds = (performance.now() - began) / 1000;
  const rejectFile = await writeRejectFile(
    context,
    { folder: input.rejectFolder, name: startedAt.toISOString().replace(/\W/g, "-") },
    app.integrationRuns.rejectedRows(context, run.id),
  );
  printRun(run, { seconds, rows });
  if (rejectFile) process.stdout.write(`Rejected rows with line numbers and reasons (kept 7 days): ${rejectFile}\n`);
  if (run.failure) process.stderr.write(`${run.failure.message}\n`);
  printNextSteps(run, input);
  return { status: run.status, accepted: run.accepted, seconds };
}

async function importWithBar(
  app: App,
  context: RequestContext,
  input: IngestInput,
): Promise<{ readonly run: IntegrationRun; readonly rows: number }> {
  const { paths, signal } = input;
  const began = performance.now();
  const bar = new SingleBar(
    {
      format: "{bar} {percentage}% | {rows} rows | {rate} rows/s | {eta_formatted} left",
      stream: process.stderr,
      hideCursor: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  let taken = 0;
  const shared = {
    paths,
    ...(signal && { signal }),
    onBegin: (runId: string): void => {
      process.stderr.write(`Run ${runId}\n`);
      bar.start(1, 0, { rows: "0", rate: "0" });
    },
    onProgress: (progress: {
      readonly bytesRead: number;
      readonly bytesTotal: number;
      readonly rows: number;
    }): void => {
      const { bytesRead, bytesTotal, rows } = progress;
      taken = rows;
      bar.setTotal(bytesTotal);
      bar.update(bytesRead, {
        rows: count(rows),
        rate: count(Math.round(rows / ((performance.now() - began) / 1000))),
      });
    },
  };
  const imported = async (): Promise<IntegrationRun> => {
    if ("resume" in input) return app.fileIngest.resume(context, { ...shared, runId: requireRunId(input.resume) });
    const mapping = readMapping(await mappingText(input.mappingPath), input.mappingPath);
    const name = `${mapping.source.name}: ${paths.length === 1 ? paths[0] : `${paths.length} files`}`;
    return app.fileIngest.ingest(context, { ...shared, name, mapping });
  };
  const run = await imported().finally(() => bar.stop());
  return { run, rows: taken };
}

function printRun(run: IntegrationRun, session: { readonly seconds: number; readonly rows: number }): void {
  const table = new Table({
    head: ["received", "accepted", "duplicates", "conflicts", "rejected", "seconds", "rows/s"],
    style: { head: [] },
  });
  table.push(
    [run.received, run.accepted, run.duplicates, run.conflicts, run.rejected]
      .map(count)
      .concat(session.seconds.toFixed(1), count(Math.round(session.rows / session.seconds))),
  );
  process.stdout.write(`${table.toString()}\n`);
  const reasons = Object.entries(run.rejectedByReason).sort(([, a], [, b]) => b - a);
  for (const [reason, rows] of reasons)
    process.stdout.write(`  ${count(rows)} x ${reason}: ${describeReason(reason)}\n`);
}

function printNextSteps({ id, status }: IntegrationRun, { organisation, paths }: IngestInput): void {
  const owner = organisation === "cloud" ? [] : ["--organisation", organisation];
  const command = (...words: readonly string[]): string => [COMMAND, ...words.map(quoted)].join(" ");
  process.stdout.write(`Run ${id}: ${status}\n`);
  if (status === "STOPPED" || status === "FAILED")
    process.stdout.write(`  go on with it: ${command("ingest", ...owner, "--resume", id, ...paths)}\n`);
  process.stdout.write(`  take it back:  ${command("roll-back", ...owner, id)}\n`);
}

/** As a POSIX shell takes it for one word. */
const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

export async function mappingText(path: string): Promise<string> {
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
