import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import { isHeld, type LockHolder } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { PLANE_SHAPE } from "../people";
import type { OldestTouchpoint, OutdatedFigures } from "./late-touchpoints";
import type { RejectedRow } from "./rejected-row";
import type { RejectedRowStore } from "./rejected-row.store";
import type { TouchpointSource } from "./touchpoint.store";

/** What one committed chunk adds to its run. */
export interface ChunkCounts {
  readonly received: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly rejected: number;
}

/** The last line of a chunk in the files of its run. */
export interface FilePosition {
  readonly fileIndex: number;
  readonly lastLine: number;
}

interface NewChunk {
  readonly id: string;
  readonly runId: string;
  readonly received: number;
  readonly lockKeys: readonly bigint[];
}

/** What a chunk goes on with. */
export interface ChunkReceipt {
  /** What its rows carry. */
  readonly number: number;
  /** Of the plane, read under the chunk's locks. */
  readonly peopleVersion: bigint;
}

export interface ChunkCommit {
  readonly id: string;
  readonly runId: string;
  /** Who has its locks; null: it needs none, as it writes nothing to ClickHouse. */
  readonly holder: LockHolder | null;
  readonly counts: ChunkCounts;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly lastTouchpointAt: Readonly<Record<string, string>>;
  readonly oldestTouchpoints: readonly OldestTouchpoint[];
  readonly visibility: TouchpointSource["visibility"];
  readonly position: FilePosition | null;
  /** As many as `counts` says. */
  readonly rejects: readonly RejectedRow[];
}

interface NewRun {
  readonly id: string;
  readonly sourceId: number;
  readonly name: string;
  /** Of an import of files only. */
  readonly files?: readonly ImportedFile[];
  readonly mapping?: object;
}

/** A file as it is recognised when a run is resumed. */
export interface ImportedFile {
  readonly path: string;
  readonly size: number;
  /** SHA-256 of its first MiB, hexadecimal. */
  readonly sha256OfHead: string;
}

/** Runs of the intake and their chunks: RECEIVED before ClickHouse is touched, COMMITTED before the answer. */
export class IntegrationRunStore {
  constructor(
    private readonly database: Database,
    private readonly rejectedRows: RejectedRowStore,
    private readonly figures: OutdatedFigures,
  ) {}

  /** True when the run is new. */
  async insertRun(context: RequestContext, run: NewRun): Promise<boolean> {
    const rows: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.insertRun */ INSERT INTO integration_run (id, organisation_id, source_id, name, status, started_at, files, mapping)
         VALUES ($1, $2, $3, $4, 'RUNNING', $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
        [
          run.id,
          context.organisationId,
          run.sourceId,
          run.name,
          context.clock.now(),
          JSON.stringify(run.files ?? []),
          run.mapping ? JSON.stringify(run.mapping) : null,
        ],
      ),
    );
    return rows.length === 1;
  }

  async isRunning(context: RequestContext, id: string): Promise<boolean> {
    const rows: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* integrationRuns.isRunning */ SELECT FROM integration_run WHERE id = $1 AND status = 'RUNNING'",
        [id],
      ),
    );
    return rows.length === 1;
  }

  /** Runs of API calls of the source of days before `day` (YYYY-MM-DD): a process whose clock is behind ends no later one. */
  async finishEarlierRuns(context: RequestContext, sourceId: number, day: string): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.finishEarlierRuns */ UPDATE integration_run SET status = 'SUCCEEDED', progress = 1, finished_at = $3
         WHERE source_id = $1 AND status = 'RUNNING' AND mapping IS NULL AND name LIKE 'API %'
           AND substring(name FROM 5 FOR 10) COLLATE "C" < $2`,
        [sourceId, day, context.clock.now()],
      ),
    );
  }

  /** Whoever asked for a roll-back meanwhile has the last word. */
  async finishRun(
    context: RequestContext,
    id: string,
    status: "SUCCEEDED" | "FAILED" | "STOPPED",
    failure: { readonly code: string; readonly message: string } | null = null,
  ): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.finishRun */ UPDATE integration_run SET status = $2, progress = CASE WHEN $2 = 'SUCCEEDED' THEN 1 ELSE progress END,
           failure_code = $3, failure_message = $4, finished_at = $5 WHERE id = $1 AND roll_back_requested_at IS NULL`,
        [id, status, failure?.code ?? null, failure?.message ?? null, context.clock.now()],
      ),
    );
  }

  async reportProgress(context: RequestContext, id: string, progress: number): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query("/* integrationRuns.reportProgress */ UPDATE integration_run SET progress = $2 WHERE id = $1", [
        id,
        progress,
      ]),
    );
  }

  /** Step 1. */
  async receiveChunk(context: RequestContext, chunk: NewChunk): Promise<ChunkReceipt> {
    const [row]: { number: number; peopleVersion: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.receiveChunk */ INSERT INTO intake_chunk (id, organisation_id, run_id, state, received, lock_keys, received_at)
         SELECT $1::uuid, $2::uuid, id, 'RECEIVED', $4::integer, $5::bigint[], $6::timestamptz FROM integration_run
         WHERE id = $3 AND roll_back_requested_at IS NULL FOR SHARE
         RETURNING number, (SELECT people_version FROM touchpoint_plane WHERE id = 1) AS "peopleVersion"`,
        [
          chunk.id,
          context.organisationId,
          chunk.runId,
          chunk.received,
          chunk.lockKeys.map(String),
          context.clock.now(),
        ],
      ),
    );
    if (!row) throw rolledBack(chunk.runId);
    return { number: row.number, peopleVersion: BigInt(row.peopleVersion) };
  }

  /** Which of the chunks are committed ones of the run. */
  async findCommitted(
    context: Pick<RequestContext, "organisationId">,
    runId: string,
    numbers: readonly number[],
  ): Promise<ReadonlySet<number>> {
    if (numbers.length === 0) return new Set();
    const rows: { number: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* integrationRuns.findCommitted */ SELECT number FROM intake_chunk WHERE number = ANY($1) AND run_id = $2 AND state = 'COMMITTED'",
        [numbers, runId],
      ),
    );
    return new Set(rows.map(({ number }) => number));
  }

  /**
   * Step 5: chunk, run, rejected rows, plane version and the marks of what is published move together. Answers whether the
   * run shall stop. The plane's row is locked last, as every commit waits for it, and before the marks: a snapshot that is
   * published at the same moment either is seen by them or sees the new version.
   */
  async commitChunk(context: RequestContext, chunk: ChunkCommit): Promise<boolean> {
    const { received, accepted, duplicates, conflicts, rejected } = chunk.counts;
    return this.database.withTenant(context, async (manager) => {
      const [[stored], changed]: [{ number: number }[], number] = await manager.query(
        `/* integrationRuns.commitChunk */ UPDATE intake_chunk
         SET state = 'COMMITTED', accepted = $2, duplicates = $3, conflicts = $4, rejected = $5, last_touchpoint_at = $6, committed_at = $7,
           rejected_by_reason = $8, file_index = $9, last_line = $10, oldest_touchpoints = $11
         WHERE id = $1 AND state = 'RECEIVED' AND ($12::integer IS NULL OR ${isHeld("$12", PLANE_SHAPE)}) RETURNING number`,
        [
          chunk.id,
          accepted,
          duplicates,
          conflicts,
          rejected,
          JSON.stringify(chunk.lastTouchpointAt),
          context.clock.now(),
          JSON.stringify(chunk.rejectedByReason),
          chunk.position?.fileIndex ?? null,
          chunk.position?.lastLine ?? null,
          JSON.stringify(chunk.oldestTouchpoints),
          chunk.holder,
        ],
      );
      if (changed !== 1) throw new RequestError("UNAVAILABLE", LOST_LOCKS);
      const [[run]]: [{ isStopRequested: boolean; rejected: string }[]] = await manager.query(
        `/* integrationRuns.addCounts */ UPDATE integration_run SET received = received + $2, accepted = accepted + $3, duplicates = duplicates + $4,
           conflicts = conflicts + $5, rejected = rejected + $6,
           rejected_by_reason = coalesce((
             SELECT jsonb_object_agg(reason, rows) FROM (
               SELECT reason, sum(rows::bigint) AS rows
               FROM (SELECT * FROM jsonb_each_text(integration_run.rejected_by_reason) UNION ALL SELECT * FROM jsonb_each_text($7::jsonb)) AS each (reason, rows)
               GROUP BY reason) AS summed), '{}')
         WHERE id = $1 AND roll_back_requested_at IS NULL RETURNING stop_requested_at IS NOT NULL AS "isStopRequested", rejected`,
        [chunk.runId, received, accepted, duplicates, conflicts, rejected, JSON.stringify(chunk.rejectedByReason)],
      );
      if (!run) throw rolledBack(chunk.runId);
      const before = Number(run.rejected) - rejected;
      const from = { runId: chunk.runId, chunk: stored!.number, before };
      await this.rejectedRows.insert(manager, context, from, chunk.rejects);
      if (accepted > 0) await this.movePlaneOn(manager, context, chunk);
      return run.isStopRequested;
    });
  }

  private async movePlaneOn(manager: EntityManager, context: RequestContext, chunk: ChunkCommit): Promise<void> {
    const now = context.clock.now();
    await manager.query(
      `/* integrationRuns.movePlaneOn */ WITH plane AS (
         UPDATE touchpoint_plane SET version = version + 1, changed_at = $2 WHERE id = 1 RETURNING version)
       UPDATE intake_chunk SET plane_version = plane.version FROM plane WHERE intake_chunk.id = $1`,
      [chunk.id, now],
    );
    const late = {
      oldest: chunk.oldestTouchpoints,
      organisationId: chunk.visibility === "CLOUD" ? null : context.organisationId,
    };
    await this.database.elevated(manager, () => this.figures.markOutdated(manager, late, now));
  }
}

/** What a sender is told whose rows were not taken. */
export const LOST_LOCKS =
  "Rows must be taken under locks, but the connection that held them was lost; send them again.";

const rolledBack = (runId: string): RequestError =>
  new RequestError(
    "UNAVAILABLE",
    `Run ${runId} must not be rolled back while rows come in, but is; send the rows again.`,
  );
