import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Mapping } from "./mapping";
import type { TouchpointSource } from "./touchpoint.store";

/** A source with what its callbacks need. */
export interface CallbackSource extends TouchpointSource {
  readonly version: number;
  readonly rotatedAt: Date | null;
  readonly mapping: Mapping | null;
}

export type CallbackState = Pick<CallbackSource, "id" | "rotatedAt"> & { readonly isMapped: boolean };

/** The part of sources that callbacks come by. */
export class CallbackStore {
  constructor(private readonly database: Database) {}

  /** Of any organisation: a callback shows no key, and is believed for its signature only. */
  async findSource(sourceId: number): Promise<CallbackSource | null> {
    const rows: CallbackSource[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* callbacks.findSource */ SELECT id, organisation_id AS "organisationId", code, name, visibility,
           callback_version AS version, callback_rotated_at AS "rotatedAt", callback_mapping AS mapping
         FROM touchpoint_source WHERE id = $1`,
        [sourceId],
      ),
    );
    return rows[0] ?? null;
  }

  /** In the order of the ids; null for a source of another organisation. */
  async findOwnByIds(context: RequestContext, ids: readonly number[]): Promise<readonly (CallbackState | null)[]> {
    const rows: CallbackState[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* callbacks.findOwnByIds */ SELECT id, callback_rotated_at AS "rotatedAt", callback_mapping IS NOT NULL AS "isMapped"
         FROM touchpoint_source WHERE id = ANY($1) AND organisation_id = $2`,
        [ids, context.organisationId],
      ),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Answers the new version. */
  async rotate(manager: EntityManager, context: RequestContext, sourceId: number): Promise<number> {
    const [rows]: [{ version: number }[]] = await manager.query(
      `/* callbacks.rotate */ UPDATE touchpoint_source SET callback_version = callback_version + 1, callback_rotated_at = $3
       WHERE id = $1 AND organisation_id = $2 RETURNING callback_version AS version`,
      [sourceId, context.organisationId, context.clock.now()],
    );
    return rows[0]!.version;
  }

  async saveMapping(
    manager: EntityManager,
    context: RequestContext,
    sourceId: number,
    mapping: Mapping | null,
  ): Promise<void> {
    await manager.query(
      "/* callbacks.saveMapping */ UPDATE touchpoint_source SET callback_mapping = $3 WHERE id = $1 AND organisation_id = $2",
      [sourceId, context.organisationId, mapping === null ? null : JSON.stringify(mapping)],
    );
  }
}
