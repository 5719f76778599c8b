import { newId } from "../../platform/ids";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import {
  type AnsweredPersonRow,
  type AttributeIntake,
  type AttributeRegistry,
  isRowRejection,
  type OwnSource,
  type PersonRowRejection,
  rejectRow,
  type UploadIntake,
} from "../people";
import { sizeOf } from "./chunk-reader";
import type { FileLine } from "./file-line";
import { compileAttributes, compileIdentities, type MapPeople } from "./map-people";
import { maskColumns } from "./mask-rejected";
import { type AttributeMapping, type IdentityMapping, peopleColumnsOf } from "./people-mapping";
import { FileError, openFile } from "./read-file";
import type { RejectFile } from "./reject-file";
import type { RejectedLine } from "./rejected-row";
import type { TouchpointService } from "./touchpoint.service";

export interface PeopleFileIngest<Mapping> {
  readonly mapping: Mapping;
  readonly paths: readonly string[];
  readonly rejects: RejectFile;
  readonly onProgress: (progress: {
    readonly bytesRead: number;
    readonly bytesTotal: number;
    readonly rows: number;
  }) => void;
}

/** What became of the values or statements of files; a line that has none to speak of counts as one. */
export interface PeopleFileResult {
  received: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  readonly rejectedByReason: Record<string, number>;
  /** Null: every file was read to its end. */
  failure: string | null;
}

export interface PeopleFileServiceParts {
  readonly touchpoints: TouchpointService;
  readonly registry: AttributeRegistry;
  readonly attributes: AttributeIntake;
  readonly identities: UploadIntake;
}

/** How a kind of row is read and kept. */
interface RowKind<Draft> {
  readonly map: MapPeople<Draft>;
  readonly commit: (drafts: readonly Draft[]) => Promise<readonly AnsweredPersonRow[]>;
}

/** One entry of one line. */
interface Entry<Draft> {
  readonly path: string;
  readonly line: FileLine;
  readonly mapped: Draft | PersonRowRejection;
}

/** Entries committed at once: with each its line waits for an answer. Of 3 million values an importer took 100 MB more than of one. */
const CHUNK_ENTRIES = 20_000;

/** Brings files about people in; what was taken stays, so a file that broke off is sent again. */
export class PeopleFileService {
  constructor(private readonly its: PeopleFileServiceParts) {}

  async ingestAttributes(
    context: RequestContext,
    input: PeopleFileIngest<AttributeMapping>,
  ): Promise<PeopleFileResult> {
    const { mapping } = input;
    const known = new Set((await this.its.registry.all(context)).map(({ code }) => code));
    const unknown = Object.keys(mapping.attributes).filter((code) => !known.has(code));
    if (unknown.length > 0)
      throw UserProblems.one(
        "INVALID_MAPPING",
        ["attributes"],
        `The mapping must name attributes of the organisation's registry, but ${unknown.join(", ")} are not in it; define them with defineAttribute.`,
      );
    const source = await this.sourceOf(context, mapping);
    const runId = newId(context.clock.now());
    return this.ingest(input, {
      map: compileAttributes(mapping),
      commit: (drafts) => this.its.attributes.commit(context, source, drafts, runId),
    });
  }

  async ingestIdentities(context: RequestContext, input: PeopleFileIngest<IdentityMapping>): Promise<PeopleFileResult> {
    const source = await this.sourceOf(context, input.mapping);
    return this.ingest(input, {
      map: compileIdentities(input.mapping),
      commit: (drafts) => this.its.identities.commit(context, source, drafts),
    });
  }

  private async sourceOf(context: RequestContext, { source }: AnyMapping): Promise<OwnSource> {
    const { touchpoints } = this.its;
    return (
      (await touchpoints.findOwnSource(context, { code: source.code })) ??
      (await touchpoints.createSource(context, source))
    );
  }

  private async ingest<Draft extends object>(
    input: PeopleFileIngest<AnyMapping>,
    kind: RowKind<Draft>,
  ): Promise<PeopleFileResult> {
    const result: PeopleFileResult = {
      ...{ received: 0, accepted: 0, duplicates: 0, rejected: 0 },
      rejectedByReason: {},
      failure: null,
    };
    const { used, known, shown } = peopleColumnsOf(input.mapping);
    const identities = [...used].filter((column) => !shown.has(column));
    const mask = maskColumns(used, identities);
    const reject = (line: RejectedLine): void => input.rejects.write(mask(line));
    let entries: Entry<Draft>[] = [];
    const flush = async (): Promise<void> => {
      const chunk = entries;
      entries = [];
      await commitEntries(chunk, kind, reject, result);
    };
    try {
      for await (const { path, batch, bytesRead, bytesTotal } of readBatches(input)) {
        for (const line of batch) {
          const refused = refuseLine(line, known);
          for (const mapped of refused ? [refused] : kind.map(line.row!)) entries.push({ path, line, mapped });
        }
        if (entries.length >= CHUNK_ENTRIES) await flush();
        input.onProgress({ bytesRead, bytesTotal, rows: result.received + entries.length });
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      result.failure = error.message;
    }
    await flush();
    return result;
  }
}

type AnyMapping = AttributeMapping | IdentityMapping;

async function* readBatches({ mapping, paths }: Pick<PeopleFileIngest<AnyMapping>, "mapping" | "paths">) {
  const sizes = await Promise.all(paths.map(sizeOf));
  const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
  let bytesBefore = 0;
  for (const [index, path] of paths.entries()) {
    const file = openFile(path, { ...mapping, columns: peopleColumnsOf(mapping) });
    for await (const batch of file.batches)
      yield { path, batch, bytesRead: bytesBefore + file.bytesRead(), bytesTotal };
    bytesBefore += sizes[index]!;
  }
}

/** Null: the line is a row of known columns. */
function refuseLine({ row, problem }: FileLine, known: ReadonlySet<string>): PersonRowRejection | null {
  if (row === null) return rejectRow("MALFORMED_ROW", [], problem ?? "the line cannot be read");
  const surplus = Object.keys(row).find((column) => !known.has(column));
  if (surplus === undefined) return null;
  return rejectRow("UNKNOWN_FIELD", [surplus], `The mapping must name every column, but not ${surplus}.`, known);
}

/** Commits what was mapped, counts every entry and writes the rejected ones out. */
async function commitEntries<Draft extends object>(
  entries: readonly Entry<Draft>[],
  kind: RowKind<Draft>,
  reject: (line: RejectedLine) => void,
  result: PeopleFileResult,
): Promise<void> {
  if (entries.length === 0) return;
  const drafts = entries.flatMap(({ mapped }) => (isRowRejection(mapped) ? [] : [mapped]));
  const answers = (drafts.length > 0 ? await kind.commit(drafts) : []).values();
  result.received += entries.length;
  for (const { path, line, mapped } of entries) {
    const { outcome, rejection } = isRowRejection(mapped)
      ? { outcome: "REJECTED", rejection: mapped }
      : answers.next().value!;
    if (outcome === "ACCEPTED") result.accepted++;
    else if (outcome === "DUPLICATE") result.duplicates++;
    else result.rejected++;
    if (!rejection) continue;
    result.rejectedByReason[rejection.reason] = (result.rejectedByReason[rejection.reason] ?? 0) + 1;
    reject({ file: path, ...line, rejection });
  }
}
