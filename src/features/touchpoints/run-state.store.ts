import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { IntegrationRunStatus } from "./integration-run";
import type { FilePosition, ImportedFile } from "./integration-run.store";
import type { OldestTouchpoint } from "./late-touchpoints";

/** What a resumed run goes on with. */
export interface StoredImport {
  readonly sourceId: number;
  readonly files: readonly ImportedFile[];
  /** Null: the run is no import of files. */
  readonly mapping: object | null;
}

/** How runs change from outside of the process that imports: stopped, resumed, rolled back. */
export class RunStateStore {
  constructor(private readonly database: Database) {}

  async requestStop(context: RequestContext, id: string): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* runState.requestStop */ UPDATE integration_run SET stop_requested_at = coalesce(stop_requested_at, $2)
         WHERE id = $1 AND status = 'RUNNING'`,
        [id, context.clock.now()],
      ),
    );
  }

  /** Of a run that nobody imports any more. */
  async stop(context: RequestContext, id: string): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* runState.stop */ UPDATE integration_run SET status = 'STOPPED', finished_at = $2 WHERE id = $1 AND status = 'RUNNING'`,
        [id, context.clock.now()],
      ),
    );
  }

  async findImport(context: RequestContext, id: string): Promise<StoredImport | null> {
    const rows: StoredImport[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* runState.findImport */ SELECT source_id AS "sourceId", files, mapping FROM integration_run WHERE id = $1`,
        [id],
      ),
    );
    return rows[0] ?? null;
  }

  /** False when the run ended whole or is rolled back. */
  async resume(context: RequestContext, id: string): Promise<boolean> {
    const [, changed]: [unknown, number] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* runState.resume */ UPDATE integration_run
         SET status = 'RUNNING', stop_requested_at = NULL, finished_at = NULL, failure_code = NULL, failure_message = NULL
         WHERE id = $1 AND status IN ('RUNNING', 'STOPPED', 'FAILED') AND roll_back_requested_at IS NULL`,
        [id],
      ),
    );
    return changed === 1;
  }

  /** The last line that a committed chunk of the run took; null: none did. */
  async findPosition(context: RequestContext, id: string): Promise<FilePosition | null> {
    const rows: { fileIndex: number; lastLine: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* runState.findPosition */ SELECT file_index AS "fileIndex", last_line AS "lastLine" FROM intake_chunk
         WHERE run_id = $1 AND state = 'COMMITTED' ORDER BY file_index DESC, last_line DESC LIMIT 1`,
        [id],
      ),
    );
    return rows[0] ? { fileIndex: rows[0].fileIndex, lastLine: Number(rows[0].lastLine) } : null;
  }

  /** Takes the run's row for the rest of the transaction; null: the organisation has no such run. */
  async lock(manager: EntityManager, id: string): Promise<IntegrationRunStatus | null> {
    const rows: { status: IntegrationRunStatus }[] = await manager.query(
      "/* runState.lock */ SELECT status FROM integration_run WHERE id = $1 FOR UPDATE",
      [id],
    );
    return rows[0]?.status ?? null;
  }

  async requestRollBack(manager: EntityManager, context: RequestContext, id: string): Promise<void> {
    await manager.query(
      `/* runState.requestRollBack */ UPDATE integration_run SET roll_back_requested_at = coalesce(roll_back_requested_at, $2) WHERE id = $1`,
      [id, context.clock.now()],
    );
  }

  /** Numbers of all chunks of the run, whatever became of them. */
  async findChunkNumbers(context: RequestContext, id: string): Promise<readonly number[]> {
    const rows: { number: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* runState.findChunkNumbers */ SELECT number FROM intake_chunk WHERE run_id = $1 ORDER BY number",
        [id],
      ),
    );
    return rows.map(({ number }) => number);
  }

  /** False when somebody did it before. */
  async rollBack(manager: EntityManager, context: RequestContext, id: string): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      "/* runState.rollBack */ UPDATE integration_run SET status = 'ROLLED_BACK', rolled_back_at = $2 WHERE id = $1 AND status <> 'ROLLED_BACK'",
      [id, context.clock.now()],
    );
    return changed === 1;
  }

  /** Touchpoints went, and with them what they said of who is who. */
  async movePlaneAndPeopleOn(manager: EntityManager, context: RequestContext): Promise<void> {
    await manager.query(
      `/* runState.movePlaneAndPeopleOn */ UPDATE touchpoint_plane
       SET version = version + 1, people_version = people_version + 1, changed_at = $1 WHERE id = 1`,
      [context.clock.now()],
    );
  }

  async isOfCloudSource(manager: EntityManager, id: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* runState.isOfCloudSource */ SELECT FROM integration_run JOIN touchpoint_source ON touchpoint_source.id = integration_run.source_id
       WHERE integration_run.id = $1 AND touchpoint_source.visibility = 'CLOUD'`,
      [id],
    );
    return rows.length === 1;
  }

  async oldestTouchpoints(manager: EntityManager, id: string): Promise<readonly OldestTouchpoint[]> {
    return manager.query(
      `/* runState.oldestTouchpoints */ SELECT "brandId", "categoryId", min(at) AS at
       FROM intake_chunk CROSS JOIN LATERAL jsonb_to_recordset(oldest_touchpoints) AS oldest ("brandId" integer, "categoryId" integer, at text)
       WHERE run_id = $1 AND state = 'COMMITTED' GROUP BY "brandId", "categoryId"`,
      [id],
    );
  }
}
