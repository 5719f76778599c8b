import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { IntegrationRun, RunFilter } from "./integration-run";
import { rejectedRowsSince } from "./rejected-row";

type Counts = Record<"received" | "accepted" | "duplicates" | "conflicts" | "rejected", string>;

interface RunRow extends Omit<IntegrationRun, keyof Counts | "failure">, Counts {
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

/** `$1` is the instant since which rejected rows are kept. */
const RUN = `id, source_id AS "sourceId", name, status, progress, received, accepted, duplicates, conflicts, rejected,
  rejected_by_reason AS "rejectedByReason", failure_code AS "failureCode", failure_message AS "failureMessage",
  started_at AS "startedAt", finished_at AS "finishedAt", rolled_back_at AS "rolledBackAt",
  rejected > 0 AND EXISTS (
    SELECT FROM rejected_row WHERE rejected_row.run_id = integration_run.id AND rejected_at >= $1) AS "hasRejectedRows"`;
const CHOSEN = "($2::integer IS NULL OR source_id = $2) AND ($3::text IS NULL OR status = $3)";

/** Runs as their organisation sees them. */
export class RunListStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<IntegrationRun | null> {
    const rows: RunRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* runList.find */ SELECT ${RUN} FROM integration_run WHERE id = $2`, [
        rejectedRowsSince(context),
        id,
      ]),
    );
    return rows[0] ? toRun(rows[0]) : null;
  }

  /** Newest first. */
  async findPage(context: RequestContext, filter: RunFilter, request: PageRequest): Promise<Page<IntegrationRun>> {
    const sortKey = ({ startedAt, id }: IntegrationRun): readonly string[] => [startedAt.toISOString(), id];
    return readPage(request, sortKey, async ({ fromEnd, after, before, limit }) => {
      const direction = fromEnd ? "ASC" : "DESC";
      const rows: RunRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* runList.findPage */ SELECT ${RUN} FROM integration_run WHERE ${CHOSEN}
             AND ($4::timestamptz IS NULL OR (started_at, id) < ($4, $5::uuid))
             AND ($6::timestamptz IS NULL OR (started_at, id) > ($6, $7::uuid))
           ORDER BY started_at ${direction}, id ${direction} LIMIT $8`,
          [
            rejectedRowsSince(context),
            filter.sourceId,
            filter.status,
            after?.[0] ?? null,
            after?.[1] ?? null,
            before?.[0] ?? null,
            before?.[1] ?? null,
            limit,
          ],
        ),
      );
      return rows.map(toRun);
    });
  }

  async count(context: RequestContext, filter: RunFilter): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* runList.count */ SELECT count(*)::integer AS count FROM integration_run
         WHERE ($1::integer IS NULL OR source_id = $1) AND ($2::text IS NULL OR status = $2)`,
        [filter.sourceId, filter.status],
      ),
    );
    return row!.count;
  }
}

function toRun({ failureCode, failureMessage, ...row }: RunRow): IntegrationRun {
  return {
    ...row,
    received: BigInt(row.received),
    accepted: BigInt(row.accepted),
    duplicates: BigInt(row.duplicates),
    conflicts: BigInt(row.conflicts),
    rejected: BigInt(row.rejected),
    failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? "" },
  };
}
