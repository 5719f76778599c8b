import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Database } from "../postgres/database";
import type { RequestContext } from "../request-context";
import { EXPORT_DAYS, type ExportFile, type NewExportFile } from "./export-file";

const DAY_MS = 86_400_000;

const FILE = `id, kind, format, sha256, rows, octet_length(content) AS bytes, manifest, created_at AS "createdAt", expires_at AS "expiresAt"`;

/** Files of figures in PostgreSQL, where every process of the API finds them. */
export class ExportFileStore {
  constructor(private readonly database: Database) {}

  async insert(manager: EntityManager, context: RequestContext, file: NewExportFile): Promise<void> {
    const { id, kind, format, content, rows, manifest, createdAt } = file;
    const expiresAt = new Date(createdAt.getTime() + EXPORT_DAYS * DAY_MS);
    const sha256 = createHash("sha256").update(content).digest("hex");
    await manager.query(
      `/* exportFiles.insert */ INSERT INTO export_file
         (id, organisation_id, kind, format, content, sha256, rows, manifest, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[id, context.organisationId, kind, format, content, sha256, rows],
        ...[manifest && JSON.stringify(manifest), createdAt, expiresAt],
      ],
    );
  }

  async deleteExpired(manager: EntityManager, context: RequestContext): Promise<void> {
    await manager.query("/* exportFiles.deleteExpired */ DELETE FROM export_file WHERE expires_at <= $1", [
      context.clock.now(),
    ]);
  }

  /** A file of the caller's organisation that has not expired. */
  async find(context: RequestContext, id: string): Promise<ExportFile | null> {
    const rows: ExportFile[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* exportFiles.find */ SELECT ${FILE} FROM export_file WHERE id = $1 AND expires_at > $2`, [
        id,
        context.clock.now(),
      ]),
    );
    return rows[0] ?? null;
  }

  /** What is in such a file. */
  async read(context: RequestContext, id: string): Promise<Buffer | null> {
    const rows: { content: Buffer }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* exportFiles.read */ SELECT content FROM export_file WHERE id = $1 AND expires_at > $2", [
        id,
        context.clock.now(),
      ]),
    );
    return rows[0]?.content ?? null;
  }

  /** Of any organisation: who fetches shows no key, and is believed for the signature only. */
  async readSigned(id: string, now: Date): Promise<Pick<NewExportFile, "kind" | "format" | "content"> | null> {
    const rows: Pick<NewExportFile, "kind" | "format" | "content">[] = await this.database.withSystem((manager) =>
      manager.query(
        "/* exportFiles.readSigned */ SELECT kind, format, content FROM export_file WHERE id = $1 AND expires_at > $2",
        [id, now],
      ),
    );
    return rows[0] ?? null;
  }
}
