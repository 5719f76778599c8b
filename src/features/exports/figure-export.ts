import type { ExportFormat } from "../../platform/exports/export-format";

export const EXPORT_FIGURES = "EXPORT_FIGURES";

/** What an export was asked for; payload of its job. */
export interface ExportRequest {
  readonly kind: "ATTRIBUTION" | "REVIEW";
  /** Of the report or review. */
  readonly subjectId: string;
  readonly format: ExportFormat;
}

/** How long an address is valid; each answer gives a new one. */
export const LINK_MINUTES = 60;

export const exportPathOf = (id: string): string => `/v1/figure-exports/${id}`;
