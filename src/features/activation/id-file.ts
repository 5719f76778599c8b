import type { ExportFormat } from "../../platform/exports/export-format";
import { ParquetFile } from "../../platform/parquet/parquet-file";

/** Writes a file of ids as they come. */
export interface IdFile {
  write(ids: readonly string[]): Buffer;
  end(): Buffer;
}

export function openIdFile(format: ExportFormat, namespace: string): IdFile {
  if (format === "PARQUET") {
    const file = new ParquetFile([{ name: "id", type: "STRING", isNullable: false }]);
    return { write: (ids) => file.write([ids]), end: () => file.end() };
  }
  const line = format === "CSV" ? (id: string) => `${id}\n` : (id: string) => `${JSON.stringify({ namespace, id })}\n`;
  return {
    write: (ids) => Buffer.from(ids.map(line).join("")),
    end: () => Buffer.alloc(0),
  };
}
