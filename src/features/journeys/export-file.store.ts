import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

export interface ExportFile {
  readonly id: string;
  readonly kind: "REACH";
  readonly content: string;
  readonly sha256: string;
  readonly rows: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export class ExportFileStore {
  constructor(private readonly database: Database) {}

  async insert(context: RequestContext, file: ExportFile): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* journeys.insertExportFile */ INSERT INTO export_file
           (id, organisation_id, kind, content, sha256, rows, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          file.id,
          context.organisationId,
          file.kind,
          file.content,
          file.sha256,
          file.rows,
          file.createdAt,
          file.expiresAt,
        ],
      ),
    );
  }

  async deleteExpired(context: RequestContext): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query("/* journeys.deleteExpiredExportFiles */ DELETE FROM export_file WHERE expires_at <= $1", [
        context.clock.now(),
      ]),
    );
  }

  /** A file of the caller's organisation that has not expired. */
  async find(context: RequestContext, id: string): Promise<ExportFile | null> {
    const rows: ExportFile[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* journeys.findExportFile */ SELECT id, kind, content, sha256, rows, created_at AS "createdAt", expires_at AS "expiresAt"
         FROM export_file WHERE id = $1 AND expires_at > $2`,
        [id, context.clock.now()],
      ),
    );
    return rows[0] ?? null;
  }
}
