import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AudiencePush, NewPush, Operation, PushReceipt, SentChunk } from "./audience-push";

const PUSH = `id, audience_pack_id AS "audiencePackId", connector_id AS "connectorId", build_id AS "buildId",
  base_push_id AS "basePushId", mode, run_id AS "runId", plan, add_mark AS "addMark", remove_mark AS "removeMark",
  add_sha256 AS "addSha256", stop_requested_at AS "stopRequestedAt", created_at AS "createdAt", finished_at AS "finishedAt"`;

/** Pushes and their ledger in PostgreSQL. */
export class AudiencePushStore {
  constructor(private readonly database: Database) {}

  async insert(manager: EntityManager, context: RequestContext, push: NewPush): Promise<void> {
    const { id, audiencePackId, connectorId, buildId, basePushId, mode, runId, plan, createdAt } = push;
    await manager.query(
      `/* pushes.insert */ INSERT INTO audience_push
         (id, organisation_id, audience_pack_id, connector_id, build_id, base_push_id, mode, run_id, plan, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[id, context.organisationId, audiencePackId, connectorId, buildId, basePushId, mode, runId],
        ...[JSON.stringify(plan), createdAt],
      ],
    );
  }

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly AudiencePush[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* pushes.findByIds */ SELECT ${PUSH} FROM audience_push WHERE id = ANY($1)`, [ids]),
    );
  }

  /** The push of a run, also of one that another run has followed since. */
  async findByRun(context: RequestContext, runId: string): Promise<AudiencePush | null> {
    const rows: AudiencePush[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* pushes.findByRun */ SELECT ${PUSH} FROM audience_push
         WHERE id = (SELECT (payload->>'pushId')::uuid FROM job_run WHERE job_run.id = $1)`,
        [runId],
      ),
    );
    return rows[0] ?? null;
  }

  /** The newest one that reached its end; what a delta goes on from. */
  async findLastFinished(context: RequestContext, packId: string, connectorId: string): Promise<AudiencePush | null> {
    const rows: AudiencePush[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* pushes.findLastFinished */ SELECT ${PUSH} FROM audience_push
         WHERE audience_pack_id = $1 AND connector_id = $2 AND finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`,
        [packId, connectorId],
      ),
    );
    return rows[0] ?? null;
  }

  /** Of a pack, the newest first. */
  async findPage(context: RequestContext, packId: string, page: PageRequest): Promise<Page<AudiencePush>> {
    const sortKey = (push: AudiencePush): readonly string[] => [push.createdAt.toISOString(), push.id];
    return readPage(page, sortKey, async ({ fromEnd, after, before, limit }) => {
      const direction = fromEnd ? "ASC" : "DESC";
      return this.database.withTenant(context, (manager) =>
        manager.query(
          `/* pushes.findPage */ SELECT ${PUSH} FROM audience_push WHERE audience_pack_id = $1
             AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
             AND ($4::timestamptz IS NULL OR (created_at, id) > ($4, $5::uuid))
           ORDER BY created_at ${direction}, id ${direction} LIMIT $6`,
          [packId, after?.[0] ?? null, after?.[1] ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
        ),
      );
    });
  }

  async count(context: RequestContext, packId: string): Promise<number> {
    const [row]: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* pushes.count */ SELECT count(*) FROM audience_push WHERE audience_pack_id = $1", [packId]),
    );
    return Number(row!.count);
  }

  async saveMark(context: RequestContext, pushId: string, operation: Operation, mark: string): Promise<void> {
    const column = operation === "ADD" ? "add_mark" : "remove_mark";
    await this.database.withTenant(context, (manager) =>
      manager.query(`/* pushes.saveMark */ UPDATE audience_push SET ${column} = $2 WHERE id = $1`, [pushId, mark]),
    );
  }

  async findChunks(context: RequestContext, pushId: string, operation: Operation): Promise<readonly SentChunk[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* pushes.findChunks */ SELECT operation, number, ids, matched, sha256, mark FROM audience_push_chunk
         WHERE push_id = $1 AND operation = $2 ORDER BY number`,
        [pushId, operation],
      ),
    );
  }

  /** Once for each chunk; one that was sent anew replaces its record. */
  async recordChunk(context: RequestContext, pushId: string, chunk: SentChunk): Promise<void> {
    const { operation, number, ids, matched, sha256, mark } = chunk;
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* pushes.recordChunk */ INSERT INTO audience_push_chunk
           (push_id, operation, number, organisation_id, ids, matched, sha256, mark, sent_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (push_id, operation, number) DO UPDATE SET ids = excluded.ids, matched = excluded.matched,
           sha256 = excluded.sha256, mark = excluded.mark, sent_at = excluded.sent_at`,
        [pushId, operation, number, context.organisationId, ids, matched, sha256, mark, context.clock.now()],
      ),
    );
  }

  /** A push without a chunk has no row. */
  async findReceipts(context: RequestContext, pushIds: readonly string[]): Promise<readonly PushReceipt[]> {
    const rows: { pushId: string; sent: string; matched: string | null }[] = await this.database.withTenant(
      context,
      (manager) =>
        manager.query(
          `/* pushes.findReceipts */ SELECT push_id AS "pushId", sum(ids) AS sent,
             CASE WHEN bool_and(matched IS NOT NULL) THEN sum(matched) END AS matched
           FROM audience_push_chunk WHERE push_id = ANY($1) GROUP BY push_id`,
          [pushIds],
        ),
    );
    return rows.map(({ pushId, sent, matched }) => ({
      pushId,
      sent: Number(sent),
      matched: matched === null ? null : Number(matched),
    }));
  }

  /** Those of the pushes that go on or may be resumed, or that a delta goes on from. */
  async findNeeded(pushIds: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* pushes.findNeeded */ SELECT push.id FROM audience_push AS push
         WHERE push.id = ANY($1) AND (push.finished_at IS NULL
           OR NOT EXISTS (SELECT 1 FROM audience_push AS later
             WHERE later.audience_pack_id = push.audience_pack_id AND later.connector_id = push.connector_id
               AND later.finished_at > push.finished_at)
           OR EXISTS (SELECT 1 FROM audience_push AS open WHERE open.base_push_id = push.id AND open.finished_at IS NULL))`,
        [pushIds],
      ),
    );
    return rows.map(({ id }) => id);
  }

  async isStopRequested(context: RequestContext, pushId: string): Promise<boolean> {
    const rows: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* pushes.isStopRequested */ SELECT 1 FROM audience_push WHERE id = $1 AND stop_requested_at IS NOT NULL",
        [pushId],
      ),
    );
    return rows.length > 0;
  }

  async requestStop(manager: EntityManager, context: RequestContext, pushId: string): Promise<void> {
    await manager.query(
      "/* pushes.requestStop */ UPDATE audience_push SET stop_requested_at = coalesce(stop_requested_at, $2) WHERE id = $1",
      [pushId, context.clock.now()],
    );
  }

  /** False: another run has followed meanwhile. */
  async followWith(manager: EntityManager, push: AudiencePush, runId: string): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      "/* pushes.followWith */ UPDATE audience_push SET run_id = $3, stop_requested_at = NULL WHERE id = $1 AND run_id = $2",
      [push.id, push.runId, runId],
    );
    return changed === 1;
  }

  async finish(
    manager: EntityManager,
    context: RequestContext,
    { id, addSha256 }: { readonly id: string; readonly addSha256: string | null },
  ): Promise<void> {
    await manager.query(
      "/* pushes.finish */ UPDATE audience_push SET finished_at = $2, add_sha256 = $3 WHERE id = $1",
      [id, context.clock.now(), addSha256],
    );
  }
}
