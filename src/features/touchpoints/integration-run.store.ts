import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

export interface IntegrationRun {
  readonly id: string;
  readonly sourceId: number;
  readonly name: string;
  readonly status: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  readonly progress: number | null;
  readonly received: bigint;
  readonly accepted: bigint;
  readonly duplicates: bigint;
  readonly conflicts: bigint;
  readonly rejected: bigint;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** What one committed chunk adds to its run. */
export interface ChunkCounts {
  readonly received: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly rejected: number;
}

export interface ChunkCommit {
  readonly id: string;
  readonly runId: string;
  readonly counts: ChunkCounts;
  readonly lastTouchpointAt: Readonly<Record<string, string>>;
}

interface RunRow
  extends Omit<IntegrationRun, "received" | "accepted" | "duplicates" | "conflicts" | "rejected" | "failure"> {
  readonly received: string;
  readonly accepted: string;
  readonly duplicates: string;
  readonly conflicts: string;
  readonly rejected: string;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

/** Runs of the intake and their chunks: RECEIVED before ClickHouse is touched, COMMITTED before the answer. */
export class IntegrationRunStore {
  constructor(private readonly database: Database) {}

  async insertRun(
    context: RequestContext,
    run: { readonly id: string; readonly sourceId: number; readonly name: string },
  ): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.insertRun */ INSERT INTO integration_run (id, organisation_id, source_id, name, status, started_at)
         VALUES ($1, $2, $3, $4, 'RUNNING', $5) ON CONFLICT DO NOTHING`,
        [run.id, context.organisationId, run.sourceId, run.name, context.clock.now()],
      ),
    );
  }

  async findRun(context: RequestContext, id: string): Promise<IntegrationRun | null> {
    const rows: RunRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.findRun */ SELECT id, source_id AS "sourceId", name, status, progress, received, accepted, duplicates, conflicts, rejected,
           failure_code AS "failureCode", failure_message AS "failureMessage", started_at AS "startedAt", finished_at AS "finishedAt"
         FROM integration_run WHERE id = $1`,
        [id],
      ),
    );
    const row = rows[0];
    if (!row) return null;
    const { failureCode, failureMessage, ...rest } = row;
    return {
      ...rest,
      received: BigInt(row.received),
      accepted: BigInt(row.accepted),
      duplicates: BigInt(row.duplicates),
      conflicts: BigInt(row.conflicts),
      rejected: BigInt(row.rejected),
      failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? "" },
    };
  }

  async finishRun(
    context: RequestContext,
    id: string,
    failure: { readonly code: string; readonly message: string } | null,
  ): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.finishRun */ UPDATE integration_run SET status = $2, progress = CASE WHEN $2 = 'SUCCEEDED' THEN 1 ELSE progress END,
           failure_code = $3, failure_message = $4, finished_at = $5 WHERE id = $1`,
        [id, failure ? "FAILED" : "SUCCEEDED", failure?.code ?? null, failure?.message ?? null, context.clock.now()],
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

  async receiveChunk(
    context: RequestContext,
    chunk: { readonly id: string; readonly runId: string; readonly received: number },
  ): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* integrationRuns.receiveChunk */ INSERT INTO intake_chunk (id, organisation_id, run_id, state, received, received_at)
         VALUES ($1, $2, $3, 'RECEIVED', $4, $5)`,
        [chunk.id, context.organisationId, chunk.runId, chunk.received, context.clock.now()],
      ),
    );
  }

  /** The commit of the intake protocol: chunk, run and plane version move together. */
  async commitChunk(context: RequestContext, chunk: ChunkCommit): Promise<void> {
    const { received, accepted, duplicates, conflicts, rejected } = chunk.counts;
    await this.database.withTenant(context, async (manager) => {
      await manager.query(
        `/* integrationRuns.commitChunk */ UPDATE intake_chunk
         SET state = 'COMMITTED', accepted = $2, duplicates = $3, conflicts = $4, rejected = $5, last_touchpoint_at = $6, committed_at = $7 WHERE id = $1`,
        [
          chunk.id,
          accepted,
          duplicates,
          conflicts,
          rejected,
          JSON.stringify(chunk.lastTouchpointAt),
          context.clock.now(),
        ],
      );
      await manager.query(
        `/* integrationRuns.addCounts */ UPDATE integration_run SET received = received + $2, accepted = accepted + $3, duplicates = duplicates + $4,
           conflicts = conflicts + $5, rejected = rejected + $6 WHERE id = $1`,
        [chunk.runId, received, accepted, duplicates, conflicts, rejected],
      );
      if (accepted > 0) {
        await manager.query(
          "/* integrationRuns.movePlaneOn */ UPDATE touchpoint_plane SET version = version + 1, changed_at = $1 WHERE id = 1",
          [context.clock.now()],
        );
      }
    });
  }
}
