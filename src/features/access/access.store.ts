import type { EntityManager } from "typeorm";
import type { Role } from "../../platform/permission";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

export interface Organisation {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly smallGroupThreshold: number;
  readonly roundingBase: number;
  /** Most different questions about freely chosen groups that a key may ask on a day. */
  readonly dailyQuestions: number;
  /** Fewest people whom an uploaded list must match before rules may name it. */
  readonly minimumListPeople: number;
}

export interface AccessKey {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly role: Role;
  readonly allowedOrigins: readonly string[];
}

export interface AuditRow {
  readonly id: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

const ORGANISATION = `id, code, name, small_group_threshold AS "smallGroupThreshold", rounding_base AS "roundingBase", daily_questions AS "dailyQuestions", minimum_list_people AS "minimumListPeople"`;
const ACCESS_KEY = `id, organisation_id AS "organisationId", name, role, allowed_origins AS "allowedOrigins"`;

export class AccessStore {
  constructor(private readonly database: Database) {}

  async findKeyByHash(hash: string): Promise<AccessKey | null> {
    const rows: AccessKey[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* access.findKeyByHash */ SELECT ${ACCESS_KEY} FROM access_key WHERE key_hash = $1 AND revoked_at IS NULL`,
        [hash],
      ),
    );
    return rows[0] ?? null;
  }

  /** Every origin that some key allows: what a browser's preflight, which carries no key, may come from. */
  async allowedOrigins(): Promise<ReadonlySet<string>> {
    const rows: { origin: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        "/* access.allowedOrigins */ SELECT DISTINCT unnest(allowed_origins) AS origin FROM access_key WHERE revoked_at IS NULL",
      ),
    );
    return new Set(rows.map((row) => row.origin));
  }

  async findOwnOrganisation(context: RequestContext): Promise<Organisation> {
    const rows: Organisation[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* access.findOwnOrganisation */ SELECT ${ORGANISATION} FROM organisation WHERE id = $1`, [
        context.organisationId,
      ]),
    );
    return rows[0]!;
  }

  async findOrganisationByCode(code: string): Promise<Organisation | null> {
    const rows: Organisation[] = await this.database.withSystem((manager) =>
      manager.query(`/* access.findOrganisationByCode */ SELECT ${ORGANISATION} FROM organisation WHERE code = $1`, [
        code,
      ]),
    );
    return rows[0] ?? null;
  }

  async insertOrganisation(manager: EntityManager, organisation: Organisation, at: Date): Promise<void> {
    await manager.query(
      `/* access.insertOrganisation */ INSERT INTO organisation (id, code, name, small_group_threshold, rounding_base, daily_questions, minimum_list_people, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        organisation.id,
        organisation.code,
        organisation.name,
        organisation.smallGroupThreshold,
        organisation.roundingBase,
        organisation.dailyQuestions,
        organisation.minimumListPeople,
        at,
      ],
    );
  }

  async insertKey(manager: EntityManager, key: AccessKey, hash: string, at: Date): Promise<void> {
    await manager.query(
      `/* access.insertKey */ INSERT INTO access_key (id, organisation_id, name, role, key_hash, allowed_origins, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [key.id, key.organisationId, key.name, key.role, hash, key.allowedOrigins, at],
    );
  }

  async findKeysByIds(context: RequestContext, ids: readonly string[]): Promise<readonly AccessKey[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* access.findKeysByIds */ SELECT ${ACCESS_KEY} FROM access_key WHERE id = ANY($1)`, [ids]),
    );
  }

  /** Appends to the audit log inside the transaction of the change it records. */
  async insertAudit(manager: EntityManager, context: RequestContext, row: AuditRow): Promise<void> {
    await manager.query(
      `/* access.insertAudit */ INSERT INTO audit_log (id, organisation_id, access_key_id, action, subject, detail, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        row.id,
        context.organisationId,
        context.actor.accessKeyId,
        row.action,
        row.subject,
        JSON.stringify(row.detail),
        context.clock.now(),
      ],
    );
  }
}
