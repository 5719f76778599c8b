import type { ExportFormat } from "../../platform/exports/export-format";

/** A file of the ids of a pack's members in one namespace. */
export interface AudienceExport {
  readonly id: string;
  readonly organisationId: string;
  readonly audiencePackId: string;
  readonly buildId: string;
  readonly fileId: string;
  readonly namespace: string;
  readonly format: ExportFormat;
  readonly ids: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Null: the file is there. */
  readonly erasedAt: Date | null;
}

export const EXPORT_AUDIENCE_PACK = "EXPORT_AUDIENCE_PACK";

/** What an export was asked for. */
export interface ExportRequest {
  readonly audiencePackId: string;
  readonly namespace: string;
  readonly format: ExportFormat;
}

/** How long a file is kept. */
export const EXPORT_HOURS = 24;
/** How long an address is valid; each answer gives a new one. */
export const LINK_MINUTES = 15;
