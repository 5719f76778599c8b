import type { ChunkRows, TakenRows } from "./chunk-rows";
import type { FilePosition } from "./integration-run.store";

/** Rows of files, mapped, checked and sealed, ready for one pass of the intake protocol. */
export interface ReadChunk {
  readonly rows: ChunkRows<TakenRows>;
  readonly position: FilePosition;
  /** Compressed bytes read so far of all files. */
  readonly bytesRead: number;
}

/** A file of several, from the line after `after` on. */
export interface SourceFile {
  readonly path: string;
  readonly fileIndex: number;
  /** SHA-256 of the content, where the mapping names events by file and line. */
  readonly fileHash: string;
  /** Compressed bytes of the files before it. */
  readonly bytesBefore: number;
  readonly after: number;
}
