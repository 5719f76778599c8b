export const exportFormats = ["CSV", "NDJSON", "PARQUET"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  CSV: "text/csv; charset=utf-8",
  NDJSON: "application/x-ndjson; charset=utf-8",
  PARQUET: "application/vnd.apache.parquet",
};
