import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceExport } from "./audience-export";

type ExportRow = Omit<AudienceExport, "ids" | "bytes"> & { readonly ids: string; readonly bytes: string };

const EXPORT = `id, organisation_id AS "organisationId", audience_pack_id AS "audiencePackId", build_id AS "buildId",
  file_id AS "fileId", namespace, format, ids, bytes, sha256, created_at AS "createdAt", expires_at AS "expiresAt",
  erased_at AS "erasedAt"`;

/** Exports and their files in PostgreSQL, where every process of the API finds them. */
export class AudienceExportStore {
  constructor(private readonly database: Database) {}

  async insert(manager: EntityManager, context: RequestContext, file: AudienceExport): Promise<void> {
    const { id, audiencePackId, buildId, fileId, namespace, format, ids, bytes, sha256, createdAt, expiresAt } = file;
    await manager.query(
      `/* audienceExports.insert */ INSERT INTO audience_export (id, organisation_id, audience_pack_id, build_id, file_id,
         namespace, format, ids, bytes, sha256, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[id, context.organisationId, audiencePackId, buildId, fileId, namespace, format],
        ...[ids, bytes, sha256, createdAt, expiresAt],
      ],
    );
  }

  async find(context: RequestContext, id: string): Promise<AudienceExport | null> {
    const rows: ExportRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* audienceExports.find */ SELECT ${EXPORT} FROM audience_export WHERE id = $1`, [id]),
    );
    return rows[0] ? toExport(rows[0]) : null;
  }

  /** Of any organisation: who fetches shows no key, and is believed for the signature only. */
  async findSigned(id: string): Promise<AudienceExport | null> {
    const rows: ExportRow[] = await this.database.withSystem((manager) =>
      manager.query(`/* audienceExports.findSigned */ SELECT ${EXPORT} FROM audience_export WHERE id = $1`, [id]),
    );
    return rows[0] ? toExport(rows[0]) : null;
  }

  async insertPart(context: RequestContext, fileId: string, number: number, content: Buffer): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* audienceExports.insertPart */ INSERT INTO audience_export_part (file_id, number, organisation_id, content, written_at)
         VALUES ($1, $2, $3, $4, $5)`,
        [fileId, number, context.organisationId, content, context.clock.now()],
      ),
    );
  }

  async findPart(fileId: string, number: number): Promise<Buffer | null> {
    const rows: { content: Buffer }[] = await this.database.withSystem((manager) =>
      manager.query(
        "/* audienceExports.findPart */ SELECT content FROM audience_export_part WHERE file_id = $1 AND number = $2",
        [fileId, number],
      ),
    );
    return rows[0]?.content ?? null;
  }

  /** Parts of files whose time is over, and those that attempts left behind which wrote nothing since `before`. */
  async sweepParts(now: Date, before: Date): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        `/* audienceExports.sweepParts */ DELETE FROM audience_export_part AS part
         WHERE EXISTS (SELECT 1 FROM audience_export WHERE file_id = part.file_id AND expires_at <= $1)
            OR (part.written_at < $2 AND NOT EXISTS (SELECT 1 FROM audience_export WHERE file_id = part.file_id))`,
        [now, before],
      ),
    );
  }

  /** Those of the files that can still be fetched. */
  async findLive(fileIds: readonly string[], now: Date): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        "/* audienceExports.findLive */ SELECT file_id AS id FROM audience_export WHERE file_id = ANY($1) AND expires_at > $2",
        [fileIds, now],
      ),
    );
    return rows.map(({ id }) => id);
  }

  async eraseFiles(fileIds: readonly string[], at: Date): Promise<void> {
    await this.database.withSystem(async (manager) => {
      await manager.query(
        "/* audienceExports.noteErasure */ UPDATE audience_export SET erased_at = $2 WHERE file_id = ANY($1) AND erased_at IS NULL",
        [fileIds, at],
      );
      await manager.query("/* audienceExports.eraseParts */ DELETE FROM audience_export_part WHERE file_id = ANY($1)", [
        fileIds,
      ]);
    });
  }
}

const toExport = ({ ids, bytes, ...row }: ExportRow): AudienceExport => ({
  ...row,
  ids: Number(ids),
  bytes: Number(bytes),
});
