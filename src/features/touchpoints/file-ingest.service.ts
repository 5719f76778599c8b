import { stat } from "node:fs/promises";
import { newId } from "../../platform/ids";
import type { RequestContext } from "../../platform/request-context";
import type { CatalogueFiller } from "./catalogue-filler";
import { checkTouchpoint } from "./check-touchpoint";
import type { IntakeService } from "./intake.service";
import type { ChunkCounts, IntegrationRun, IntegrationRunStore } from "./integration-run.store";
import { compileMapping, isDraft, type MapRow } from "./map-row";
import { columnsOf, type Mapping } from "./mapping";
import { FileError, type FileLine, hashFile, openFile } from "./read-file";
import type { RejectFile } from "./reject-file";
import { isRejection, type Rejection, rejection } from "./rejection";
import type { Seal, SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointService } from "./touchpoint.service";

export interface FileIngest {
  readonly name: string;
  readonly mapping: Mapping;
  readonly paths: readonly string[];
  readonly rejects: RejectFile;
  readonly onProgress: (progress: {
    readonly bytesRead: number;
    readonly bytesTotal: number;
    readonly rows: number;
  }) => void;
}

export interface FileIngestResult {
  readonly run: IntegrationRun;
  readonly rejectedByReason: ReadonlyMap<string, number>;
}

/** Rows of one chunk: large enough that ClickHouse gets few parts, small enough for flat memory. */
const CHUNK_ROWS = 50_000;

export interface FileIngestParts {
  readonly touchpoints: TouchpointService;
  readonly intake: IntakeService;
  readonly runs: IntegrationRunStore;
  readonly filler: CatalogueFiller;
  readonly seal: Seal;
}

/** Brings files in through the intake protocol; while one chunk is committed the next is read and checked. */
export class FileIngestService {
  constructor(private readonly parts: FileIngestParts) {}

  async ingest(context: RequestContext, input: FileIngest): Promise<FileIngestResult> {
    const { touchpoints, runs } = this.parts;
    const { source: wanted } = input.mapping;
    const source =
      (await touchpoints.findOwnSource(context, { code: wanted.code })) ??
      (await touchpoints.createSource(context, wanted));
    const runId = newId(context.clock.now());
    await runs.insertRun(context, { id: runId, sourceId: source.id, name: input.name });
    const ingest = new OneIngest(context, input, { runId, sourceId: source.id }, this.parts);
    try {
      await ingest.readAll(async (share) => runs.reportProgress(context, runId, share));
      await runs.finishRun(context, runId, null);
    } catch (error) {
      const known = error instanceof FileError;
      await runs.finishRun(context, runId, {
        code: known ? "UNREADABLE_FILE" : "INTERNAL",
        message: known ? error.message : "The import stopped; run it again: what was taken stays and is not doubled.",
      });
      if (!known) throw error;
    }
    return { run: (await runs.findRun(context, runId))!, rejectedByReason: ingest.rejectedByReason };
  }
}

class OneIngest {
  readonly rejectedByReason = new Map<string, number>();
  private readonly map: MapRow;
  private readonly columns: ReturnType<typeof columnsOf>;
  /** Sealed at once: a parsed row that waited for its chunk cost more in garbage collection than in parsing. */
  private pending: (SealedTouchpoint | Rejection)[] = [];
  private committing: Promise<ChunkCounts | null> = Promise.resolve(null);
  private rows = 0;

  constructor(
    private readonly context: RequestContext,
    private readonly input: FileIngest,
    private readonly target: { readonly runId: string; readonly sourceId: number },
    private readonly parts: FileIngestParts,
  ) {
    this.map = compileMapping(input.mapping);
    this.columns = columnsOf(input.mapping);
  }

  async readAll(report: (share: number) => Promise<void>): Promise<void> {
    const sizes = await Promise.all(this.input.paths.map(sizeOf));
    const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
    let bytesBefore = 0;
    for (const [index, path] of this.input.paths.entries()) {
      const file = openFile(path, this.input.mapping);
      const progress = (): void =>
        this.input.onProgress({ bytesRead: bytesBefore + file.bytesRead(), bytesTotal, rows: this.rows });
      const { eventId } = this.input.mapping;
      const fileHash = "derivedFrom" in eventId && eventId.exactDuplicates === "KEEP" ? await hashFile(path) : "";
      try {
        for await (const batch of file.batches) {
          await this.take(path, batch, fileHash);
          if (this.pending.length >= CHUNK_ROWS) await this.flush();
          progress();
        }
      } finally {
        await this.flush();
        await this.committing;
      }
      bytesBefore += sizes[index]!;
      progress();
      await report(bytesTotal === 0 ? 1 : bytesBefore / bytesTotal);
    }
  }

  /** Maps, checks and seals a batch of lines. */
  private async take(path: string, batch: readonly FileLine[], fileHash: string): Promise<void> {
    this.rows += batch.length;
    const drafts = batch.map((line) => this.draftOf(line, fileHash));
    if (this.input.mapping.onUnknownBrand === "CREATE")
      await this.parts.filler.fill(this.context, drafts.filter(isDraft));
    const catalogue = await this.parts.touchpoints.catalogue(this.context);
    const now = this.context.clock.now().getTime();
    for (const [index, draft] of drafts.entries()) {
      const checked = isDraft(draft) ? checkTouchpoint(draft, catalogue, now) : draft;
      if (!isRejection(checked)) {
        this.pending.push(this.parts.seal(checked));
        continue;
      }
      this.pending.push(checked);
      this.rejectedByReason.set(checked.reason, (this.rejectedByReason.get(checked.reason) ?? 0) + 1);
      this.input.rejects.write({ file: path, ...batch[index]!, rejection: checked });
    }
  }

  private draftOf({ line, row, problem }: FileLine, fileHash: string): TouchpointDraft | Rejection {
    if (row === null) return rejection("MALFORMED_ROW", [], problem ?? "the line cannot be read");
    const { known } = this.columns;
    for (const column in row) {
      if (!known.has(column)) {
        return rejection("UNKNOWN_FIELD", [column], `The mapping must name every column, but not ${column}.`, known);
      }
    }
    return this.map(row, { fileHash, line });
  }

  /** Waits for the chunk before and commits the rows at hand in the background. */
  private async flush(): Promise<void> {
    const rows = this.pending;
    this.pending = [];
    await this.committing;
    if (rows.length === 0) return;
    const commit = this.parts.intake.commit(this.context, { ...this.target, rows });
    this.committing = commit.then((result) => result.counts);
    this.committing.catch(() => undefined); // awaited by the next flush, which throws it
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new FileError(
      `${path}: the file must exist and be readable, but is not (${(error as NodeJS.ErrnoException).code}).`,
      {
        cause: error,
      },
    );
  }
}
