import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceList } from "./audience-list";

export interface NewUpload {
  readonly id: string;
  readonly listId: string;
  readonly accepted: number;
  readonly rejected: number;
}

const LISTS = `SELECT list.id, list.name, list.namespace, list.created_at AS "createdAt", list.expires_at AS "expiresAt",
    array_agg(upload.id ORDER BY upload.uploaded_at, upload.id) AS "uploadIds",
    sum(upload.accepted)::integer AS accepted, sum(upload.rejected)::integer AS rejected
  FROM audience_list AS list JOIN audience_list_upload AS upload ON upload.list_id = list.id`;

/** An organisation's lists in PostgreSQL. Expired ones are not there any more for whoever asks. */
export class AudienceListStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<AudienceList | null> {
    const rows: AudienceList[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* audienceLists.find */ ${LISTS} WHERE list.id = $1 AND list.expires_at > $2 GROUP BY list.id`, [
        id,
        context.clock.now(),
      ]),
    );
    return rows[0] ?? null;
  }

  async findAll(context: RequestContext): Promise<readonly AudienceList[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* audienceLists.findAll */ ${LISTS} WHERE list.expires_at > $1 GROUP BY list.id ORDER BY list.name`,
        [context.clock.now()],
      ),
    );
  }

  /** How many there are, while nobody else of the organisation can add one; expired ones count until they are removed. */
  async countLocked(manager: EntityManager, context: RequestContext): Promise<number> {
    await manager.query("/* audienceLists.lock */ SELECT pg_advisory_xact_lock(hashtextextended($1, 33))", [
      context.organisationId,
    ]);
    const [row]: { count: string }[] = await manager.query(
      "/* audienceLists.count */ SELECT count(*) FROM audience_list",
    );
    return Number(row!.count);
  }

  /** False when the organisation has one of the name. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { id, name, namespace, expiresAt }: Pick<AudienceList, "id" | "name" | "namespace" | "expiresAt">,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* audienceLists.insert */ INSERT INTO audience_list (id, organisation_id, name, namespace, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation_id, name) DO NOTHING RETURNING id`,
      [id, context.organisationId, name, namespace, context.clock.now(), expiresAt],
    );
    return rows.length === 1;
  }

  /** False when the list is gone. */
  async insertUpload(manager: EntityManager, context: RequestContext, upload: NewUpload): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* audienceLists.insertUpload */ INSERT INTO audience_list_upload
         (id, list_id, organisation_id, accepted, rejected, uploaded_at)
       SELECT $1, id, $3, $4, $5, $6 FROM audience_list WHERE id = $2 AND expires_at > $6 RETURNING id`,
      [upload.id, upload.listId, context.organisationId, upload.accepted, upload.rejected, context.clock.now()],
    );
    return rows.length === 1;
  }

  /** Of all organisations. */
  async findExpired(now: Date): Promise<readonly { readonly id: string; readonly uploadIds: readonly string[] }[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* audienceLists.findExpired */ SELECT list_id AS id, array_agg(id) AS "uploadIds" FROM audience_list_upload
         WHERE list_id IN (SELECT id FROM audience_list WHERE expires_at <= $1) GROUP BY list_id`,
        [now],
      ),
    );
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query("/* audienceLists.delete */ DELETE FROM audience_list WHERE id = ANY($1)", [ids]),
    );
  }

  /** Those of the uploads that lists have, of whatever organisation. */
  async findPublished(uploadIds: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query("/* audienceLists.findPublished */ SELECT id FROM audience_list_upload WHERE id = ANY($1)", [
        uploadIds,
      ]),
    );
    return rows.map(({ id }) => id);
  }
}
