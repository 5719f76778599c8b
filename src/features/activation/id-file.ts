import { ParquetIds } from "../../platform/parquet/parquet-ids";

export const exportFormats = ["CSV", "NDJSON", "PARQUET"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Writes a file of ids as they come. */
export interface IdFile {
  write(ids: readonly string[]): Buffer;
  end(): Buffer;
}

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  CSV: "text/csv; charset=utf-8",
  NDJSON: "application/x-ndjson; charset=utf-8",
  PARQUET: "application/vnd.apache.parquet",
};

export function openIdFile(format: ExportFormat, namespace: string): IdFile {
  if (format === "PARQUET") return new ParquetIds();
  const line = format === "CSV" ? (id: string) => `${id}\n` : (id: string) => `${JSON.stringify({ namespace, id })}\n`;
  return {
    write: (ids) => Buffer.from(ids.map(line).join("")),
    end: () => Buffer.alloc(0),
  };
}
