import { stat } from "node:fs/promises";
import type { RequestContext } from "../../platform/request-context";
import type { CatalogueFiller } from "./catalogue-filler";
import { checkTouchpoint } from "./check-touchpoint";
import type { FileLine } from "./file-line";
import type { FilePosition } from "./integration-run.store";
import { compileMapping, isDraft, type MapRow } from "./map-row";
import { columnsOf, type Mapping } from "./mapping";
import { FileError, hashFile, openFile } from "./read-file";
import type { RejectedLine } from "./rejected-row";
import { isRejection, type Rejection, rejection } from "./rejection";
import type { Seal, SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointService } from "./touchpoint.service";

/** Rows of files, mapped, checked and sealed, ready for one pass of the intake protocol. */
export interface ReadChunk {
  /** Sealed at once: a parsed row that waited for its chunk cost more in garbage collection than in parsing. */
  readonly rows: readonly (SealedTouchpoint | Rejection)[];
  readonly rejected: readonly RejectedLine[];
  /** Line of each row. */
  readonly lines: readonly number[];
  readonly position: FilePosition;
  /** Compressed bytes read so far of all files. */
  readonly bytesRead: number;
}

export interface ChunkSource {
  readonly mapping: Mapping;
  readonly paths: readonly string[];
  /** Lines up to here were taken before; null: none. */
  readonly from: FilePosition | null;
}

/** Rows of one chunk: large enough that ClickHouse gets few parts, small enough for flat memory. */
const CHUNK_ROWS = 50_000;

export interface ChunkReaderParts {
  readonly touchpoints: TouchpointService;
  readonly filler: CatalogueFiller;
  readonly seal: Seal;
}

/** Reads files into chunks; a chunk never spans files. A file that breaks off gives its good lines first, then throws. */
export class ChunkReader {
  constructor(private readonly parts: ChunkReaderParts) {}

  /** Sizes in bytes, in order; throws the sentence for a file that is not there. */
  sizes(paths: readonly string[]): Promise<readonly number[]> {
    return Promise.all(paths.map(sizeOf));
  }

  async *read(context: RequestContext, { mapping, paths, from }: ChunkSource): AsyncGenerator<ReadChunk> {
    const prepare = new RowPreparer(context, mapping, this.parts);
    let bytesBefore = 0;
    for (const [fileIndex, path] of paths.entries()) {
      if (from !== null && fileIndex < from.fileIndex) {
        bytesBefore += await sizeOf(path);
        continue;
      }
      const file = openFile(path, { ...mapping, columns: columnsOf(mapping) });
      const { eventId } = mapping;
      const fileHash = "derivedFrom" in eventId && eventId.exactDuplicates === "KEEP" ? await hashFile(path) : "";
      let lastLine = 0;
      const chunk = (): ReadChunk => ({
        ...prepare.takeAll(),
        position: { fileIndex, lastLine },
        bytesRead: bytesBefore + file.bytesRead(),
      });
      let fault: unknown = null;
      try {
        for await (const batch of linesAfter(file.batches, from?.fileIndex === fileIndex ? from.lastLine : 0)) {
          await prepare.add(path, batch, fileHash);
          lastLine = batch.at(-1)!.line;
          if (prepare.size >= CHUNK_ROWS) yield chunk();
        }
      } catch (error) {
        fault = error;
      }
      if (prepare.size > 0) yield chunk();
      if (fault !== null) throw fault;
      bytesBefore += file.bytesRead();
    }
  }
}

/** Maps, checks and seals lines, and keeps them until they are taken. */
class RowPreparer {
  private readonly map: MapRow;
  private readonly columns: ReturnType<typeof columnsOf>;
  private rows: (SealedTouchpoint | Rejection)[] = [];
  private rejected: RejectedLine[] = [];
  private lines: number[] = [];

  constructor(
    private readonly context: RequestContext,
    private readonly mapping: Mapping,
    private readonly parts: ChunkReaderParts,
  ) {
    this.map = compileMapping(mapping);
    this.columns = columnsOf(mapping);
  }

  get size(): number {
    return this.rows.length;
  }

  takeAll(): Pick<ReadChunk, "rows" | "rejected" | "lines"> {
    const { rows, rejected, lines } = this;
    this.rows = [];
    this.rejected = [];
    this.lines = [];
    return { rows, rejected, lines };
  }

  async add(path: string, batch: readonly FileLine[], fileHash: string): Promise<void> {
    const drafts = batch.map((line) => this.draftOf(line, fileHash));
    const { onUnknownBrand, newBrands } = this.mapping;
    if (onUnknownBrand === "CREATE") await this.parts.filler.fill(this.context, drafts.filter(isDraft), newBrands);
    const catalogue = await this.parts.touchpoints.catalogue(this.context);
    const now = this.context.clock.now().getTime();
    for (const [index, draft] of drafts.entries()) {
      const checked = isDraft(draft) ? checkTouchpoint(draft, catalogue, now) : draft;
      this.rows.push(isRejection(checked) ? checked : this.parts.seal(checked));
      this.lines.push(batch[index]!.line);
      if (isRejection(checked)) this.rejected.push({ file: path, ...batch[index]!, rejection: checked });
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
}

async function* linesAfter(
  batches: AsyncIterable<readonly FileLine[]>,
  lastLine: number,
): AsyncIterable<readonly FileLine[]> {
  for await (const batch of batches) {
    const rest = batch[0]!.line > lastLine ? batch : batch.filter(({ line }) => line > lastLine);
    if (rest.length > 0) yield rest;
  }
}

export async function sizeOf(path: string): Promise<number> {
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
