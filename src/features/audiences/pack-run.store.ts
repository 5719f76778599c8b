import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { PackMovement } from "./audience-pack";

/** What a run made of one pack. */
export interface BuildResult {
  readonly runId: string;
  readonly packId: string;
  readonly asOf: Date;
  readonly people: bigint;
  /** Null: the pack's first build. */
  readonly movement: PackMovement | null;
}

interface BuildRow extends Pick<BuildResult, "runId" | "packId" | "asOf"> {
  readonly people: string;
  readonly entered: string | null;
  readonly left: string | null;
}

/** Builds that were asked for, by pack, and what came out of them. */
export class PackRunStore {
  constructor(private readonly database: Database) {}

  /** In the transaction that enqueues the run. */
  async insert(
    manager: EntityManager,
    { organisationId }: Pick<RequestContext, "organisationId">,
    runId: string,
    packIds: readonly string[],
  ): Promise<void> {
    await manager.query(
      `/* packRuns.insert */ INSERT INTO audience_pack_run (audience_pack_id, run_id, organisation_id)
       SELECT pack_id, $1, $2 FROM unnest($3::uuid[]) AS pack (pack_id)`,
      [runId, organisationId, packIds],
    );
  }

  /** True while a build of the pack is queued or runs. */
  async isUnderWay(manager: EntityManager, packId: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* packRuns.isUnderWay */ SELECT 1 FROM audience_pack_run AS run JOIN job_run ON job_run.id = run.run_id
       WHERE run.audience_pack_id = $1 AND job_run.status IN ('QUEUED', 'RUNNING') LIMIT 1`,
      [packId],
    );
    return rows.length > 0;
  }

  /** Ids of the pack's runs, the newest first: ids grow with time. */
  async findPage(context: RequestContext, packId: string, page: PageRequest): Promise<Page<string>> {
    return readPage(
      page,
      (runId) => [runId],
      async ({ after, before, fromEnd, limit }) => {
        const rows: { runId: string }[] = await this.database.withTenant(context, (manager) =>
          manager.query(
            `/* packRuns.findPage */ SELECT run_id AS "runId" FROM audience_pack_run WHERE audience_pack_id = $1
               AND ($2::uuid IS NULL OR run_id < $2) AND ($3::uuid IS NULL OR run_id > $3)
             ORDER BY run_id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [packId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
        );
        return rows.map(({ runId }) => runId);
      },
    );
  }

  async count(context: RequestContext, packId: string): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* packRuns.count */ SELECT count(*) FROM audience_pack_run WHERE audience_pack_id = $1", [
        packId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  async findResults(context: RequestContext, runIds: readonly string[]): Promise<readonly BuildResult[]> {
    const rows: BuildRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* packRuns.findResults */ SELECT run_id AS "runId", audience_pack_id AS "packId", as_of AS "asOf", people,
           people_entered AS entered, people_left AS "left"
         FROM audience_pack_build WHERE run_id = ANY($1) ORDER BY audience_pack_id`,
        [runIds],
      ),
    );
    return rows.map(({ people, entered, left, ...row }) => ({
      ...row,
      people: BigInt(people),
      movement: entered === null || left === null ? null : { entered: BigInt(entered), left: BigInt(left) },
    }));
  }
}
