import { Presets, SingleBar } from "cli-progress";
import Table from "cli-table3";
import type { App } from "../app";
import {
  type PeopleFileIngest,
  type PeopleFileResult,
  RejectFile,
  readAttributeMapping,
  readIdentityMapping,
} from "../features/touchpoints";
import type { RequestContext } from "../platform/request-context";
import { mappingText } from "./ingest";

export interface PeopleIngestInput {
  readonly mappingPath: string;
  readonly paths: readonly string[];
  readonly rejectFolder: string;
}

/** `valuegraph ingest-attributes`: values of people from files. */
export async function ingestAttributes(
  app: App,
  context: RequestContext,
  input: PeopleIngestInput,
): Promise<PeopleFileResult> {
  const mapping = readAttributeMapping(await mappingText(input.mappingPath), input.mappingPath);
  return ingest(context, input, mapping, (ingest) => app.peopleFiles.ingestAttributes(context, ingest));
}

/** `valuegraph ingest-identities`: first-party identities with consent from files. */
export async function ingestIdentities(
  app: App,
  context: RequestContext,
  input: PeopleIngestInput,
): Promise<PeopleFileResult> {
  const mapping = readIdentityMapping(await mappingText(input.mappingPath), input.mappingPath);
  return ingest(context, input, mapping, (ingest) => app.peopleFiles.ingestIdentities(context, ingest));
}

async function ingest<Mapping>(
  context: RequestContext,
  { paths, rejectFolder }: PeopleIngestInput,
  mapping: Mapping,
  bringIn: (ingest: PeopleFileIngest<Mapping>) => Promise<PeopleFileResult>,
): Promise<PeopleFileResult> {
  const startedAt = context.clock.now();
  const name = startedAt.toISOString().replace(/\W/g, "-");
  const rejects = await RejectFile.open(context, { folder: rejectFolder, name });
  const bar = new SingleBar(
    {
      format: "{bar} {percentage}% | {rows} rows | {eta_formatted} left",
      stream: process.stderr,
      hideCursor: true,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { rows: "0" });
  const result = await bringIn({
    mapping,
    paths,
    rejects,
    onProgress: ({ bytesRead, bytesTotal, rows }) => {
      bar.setTotal(bytesTotal);
      bar.update(bytesRead, { rows: count(rows) });
    },
  }).finally(() => bar.stop());
  await rejects.close();

  const table = new Table({ head: ["received", "accepted", "duplicates", "rejected"], style: { head: [] } });
  table.push([result.received, result.accepted, result.duplicates, result.rejected].map(count));
  process.stdout.write(`${table.toString()}\n`);
  for (const [reason, rows] of Object.entries(result.rejectedByReason))
    process.stdout.write(`  ${count(rows)} x ${reason}\n`);
  if (!rejects.isEmpty)
    process.stdout.write(`Rejected rows with line numbers and reasons (kept 7 days): ${rejects.path}\n`);
  if (result.failure) process.stderr.write(`${result.failure}\n`);
  return result;
}

const count = (value: number): string => value.toLocaleString("en-GB");
