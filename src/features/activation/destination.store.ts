import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Destination, DestinationChange } from "./destination";

export type StoredDestination = Destination & { readonly sealedSecret: string | null };

const DESTINATION = `id, kind, name, namespace, minimum_people AS "minimumPeople", address, is_suspended AS "isSuspended",
  version, created_at AS "createdAt", sealed_secret AS "sealedSecret"`;

/** An organisation's connectors in PostgreSQL. */
export class DestinationStore {
  constructor(private readonly database: Database) {}

  /** False when the organisation has one of the name. */
  async insert(manager: EntityManager, context: RequestContext, destination: StoredDestination): Promise<boolean> {
    const { id, kind, name, namespace, minimumPeople, address, sealedSecret, createdAt } = destination;
    const rows: unknown[] = await manager.query(
      `/* destinations.insert */ INSERT INTO connector
         (id, organisation_id, kind, name, namespace, minimum_people, address, sealed_secret, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) ON CONFLICT (organisation_id, name) DO NOTHING RETURNING id`,
      [id, context.organisationId, kind, name, namespace, minimumPeople, address, sealedSecret, createdAt],
    );
    return rows.length === 1;
  }

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly StoredDestination[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* destinations.findByIds */ SELECT ${DESTINATION} FROM connector WHERE id = ANY($1)`, [ids]),
    );
  }

  async findAll(context: RequestContext): Promise<readonly StoredDestination[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* destinations.findAll */ SELECT ${DESTINATION} FROM connector ORDER BY name`),
    );
  }

  /** How many there are, while nobody else of the organisation can add one. */
  async countLocked(manager: EntityManager, context: RequestContext): Promise<number> {
    await manager.query("/* destinations.lock */ SELECT pg_advisory_xact_lock(hashtextextended($1, 38))", [
      context.organisationId,
    ]);
    const [row]: { count: string }[] = await manager.query("/* destinations.count */ SELECT count(*) FROM connector");
    return Number(row!.count);
  }

  /** Absent fields stay. False: no longer at the version. */
  async update(
    manager: EntityManager,
    { id, version }: { readonly id: string; readonly version: number },
    { minimumPeople, isSuspended }: DestinationChange,
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* destinations.update */ UPDATE connector SET minimum_people = coalesce($3, minimum_people),
         is_suspended = coalesce($4, is_suspended), version = version + 1
       WHERE id = $1 AND version = $2`,
      [id, version, minimumPeople ?? null, isSuspended ?? null],
    );
    return changed === 1;
  }
}
