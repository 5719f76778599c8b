import { stat } from "node:fs/promises";
import type { RequestContext } from "../../platform/request-context";
import type { FileLine } from "./file-line";
import { HeldRows, type HeldRowsParts } from "./held-rows";
import type { FilePosition } from "./integration-run.store";
import { columnsOf, type Mapping } from "./mapping";
import type { ReadChunk, SourceFile } from "./read-chunk";
import { FileError, hashFile, openFile } from "./read-file";
import { RowPreparer, type RowPreparerParts } from "./row-preparer";
import type { StageReader } from "./stage-reader";

export interface ChunkSource {
  readonly mapping: Mapping;
  readonly paths: readonly string[];
  /** Lines up to here were taken before; null: none. */
  readonly from: FilePosition | null;
}

/** Rows of one chunk: large enough that ClickHouse gets few parts, small enough for flat memory. */
const CHUNK_ROWS = 50_000;

export interface ChunkReaderParts extends RowPreparerParts {
  readonly held: HeldRowsParts;
  readonly staged: StageReader;
}

/** Reads files into chunks; a chunk never spans files. A file that breaks off gives its good lines first, then throws. */
export class ChunkReader {
  constructor(private readonly parts: ChunkReaderParts) {}

  /** Sizes in bytes, in order; throws the sentence for a file that is not there. */
  sizes(paths: readonly string[]): Promise<readonly number[]> {
    return Promise.all(paths.map(sizeOf));
  }

  async *read(context: RequestContext, { mapping, paths, from }: ChunkSource): AsyncGenerator<ReadChunk> {
    let bytesBefore = 0;
    for (const [fileIndex, path] of paths.entries()) {
      const size = await sizeOf(path);
      if (from === null || fileIndex >= from.fileIndex) {
        const { eventId } = mapping;
        const fileHash = "derivedFrom" in eventId && eventId.exactDuplicates === "KEEP" ? await hashFile(path) : "";
        const after = from?.fileIndex === fileIndex ? from.lastLine : 0;
        const file = { path, fileIndex, fileHash, bytesBefore };
        const staged = yield* this.parts.staged.read(context, mapping, { ...file, after });
        if (!staged.isWhole) yield* this.readHeld(context, mapping, { ...file, after: staged.lastLine });
      }
      bytesBefore += size;
    }
  }

  /** Reads a file row by row in this process. */
  private async *readHeld(context: RequestContext, mapping: Mapping, source: SourceFile): AsyncGenerator<ReadChunk> {
    const { path, fileIndex, fileHash, bytesBefore, after } = source;
    const prepare = new RowPreparer(context, mapping, this.parts);
    const file = openFile(path, { ...mapping, columns: columnsOf(mapping) });
    let lastLine = 0;
    const chunk = (): ReadChunk => {
      const { rows, rejects, lines } = prepare.takeAll();
      const placeOf = (index: number) => ({ file: path, line: lines[index]! });
      return {
        rows: new HeldRows(this.parts.held, { rows, rejects, placeOf }),
        position: { fileIndex, lastLine },
        bytesRead: bytesBefore + file.bytesRead(),
      };
    };
    let fault: unknown = null;
    try {
      for await (const batch of linesAfter(file.batches, after)) {
        await prepare.add(path, batch, fileHash);
        lastLine = batch.at(-1)!.line;
        if (prepare.size >= CHUNK_ROWS) yield chunk();
      }
    } catch (error) {
      fault = error;
    }
    if (prepare.size > 0) yield chunk();
    if (fault !== null) throw fault;
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
