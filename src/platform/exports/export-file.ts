import type { ExportFormat } from "./export-format";

/** How long a file of figures is kept. */
export const EXPORT_DAYS = 7;

export type ExportKind = "REACH" | "ATTRIBUTION" | "REVIEW";

export interface NewExportFile {
  readonly id: string;
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly content: Buffer;
  /** Without the header. */
  readonly rows: number;
  readonly manifest: object | null;
  readonly createdAt: Date;
}

/** A file without what is in it. */
export interface ExportFile extends Omit<NewExportFile, "content"> {
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly expiresAt: Date;
}
