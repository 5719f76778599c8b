import type { FileRow } from "./map-row";

/** A record of a file with the number of its last line. */
export interface FileLine {
  readonly line: number;
  /** Null: the line is no row; `problem` says why. */
  readonly row: FileRow | null;
  readonly problem?: string;
}
