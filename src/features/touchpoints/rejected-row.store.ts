import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { MOST_KEPT_ROWS, type RejectedRow, rejectedRowsSince } from "./rejected-row";
import type { RejectionReason } from "./rejection";

/** Rows of one statement: with their messages about 2 MB. */
const ROWS_PER_STATEMENT = 5_000;
/** Rows that one insert sweeps at most, so that no commit waits for a week's worth. */
const ROWS_PER_SWEEP = 20_000;
const ROWS_PER_PAGE = 1_000;

interface StoredRow {
  readonly chunk: number;
  readonly place: number;
  readonly file: string | null;
  readonly line: string | null;
  readonly reason: RejectionReason;
  readonly field: readonly string[];
  readonly message: string;
  readonly allowed: readonly string[] | null;
  readonly row: RejectedRow["row"];
}

/** Where the rows of a chunk belong. */
export interface RejectedFrom {
  readonly runId: string;
  readonly chunk: number;
  /** Rejected rows of the run before these. */
  readonly before: number;
}

export class RejectedRowStore {
  constructor(private readonly database: Database) {}

  /** Part of the chunk's commit. Rows past the most that a run keeps are dropped; expired ones, whoever's, are swept. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { runId, chunk, before }: RejectedFrom,
    rows: readonly RejectedRow[],
  ): Promise<void> {
    const kept = rows.slice(0, Math.max(0, MOST_KEPT_ROWS - before));
    for (let from = 0; from < kept.length; from += ROWS_PER_STATEMENT) {
      const part = kept.slice(from, from + ROWS_PER_STATEMENT).map(({ rejection, ...rest }, index) => ({
        place: from + index,
        ...rest,
        ...rejection,
      }));
      await manager.query(
        `/* rejectedRows.insert */ INSERT INTO rejected_row
           (run_id, chunk, place, organisation_id, file, line, reason, field, message, allowed, row, rejected_at)
         SELECT $1, $2, place, $3, file, line, reason, field, message, allowed, nullif(row, 'null'), $4
         FROM jsonb_to_recordset($5) AS rejected
           (place integer, file text, line bigint, reason text, field text[], message text, allowed text[], row jsonb)`,
        [runId, chunk, context.organisationId, context.clock.now(), storable(part)],
      );
    }
    if (kept.length > 0) await this.database.elevated(manager, () => this.sweep(manager, context));
  }

  private async sweep(manager: EntityManager, context: RequestContext): Promise<void> {
    await manager.query(
      `/* rejectedRows.sweep */ DELETE FROM rejected_row WHERE (run_id, chunk, place) IN (
         SELECT run_id, chunk, place FROM rejected_row WHERE rejected_at < $1
         ORDER BY rejected_at LIMIT ${ROWS_PER_SWEEP} FOR UPDATE SKIP LOCKED)`,
      [rejectedRowsSince(context)],
    );
  }

  /** The run's rejected rows in the order they came, a page at a time. */
  async *read(context: RequestContext, runId: string): AsyncGenerator<RejectedRow> {
    for (let last: Pick<StoredRow, "chunk" | "place"> = { chunk: 0, place: -1 }; ; ) {
      const after = last;
      const page: readonly StoredRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* rejectedRows.read */ SELECT chunk, place, file, line, reason, field, message, allowed, row FROM rejected_row
           WHERE run_id = $1 AND (chunk, place) > ($2, $3) AND rejected_at >= $4 ORDER BY chunk, place LIMIT ${ROWS_PER_PAGE}`,
          [runId, after.chunk, after.place, rejectedRowsSince(context)],
        ),
      );
      for (const { file, line, row, reason, field, message, allowed } of page) {
        yield { file, line: line === null ? null : Number(line), row, rejection: { reason, field, message, allowed } };
      }
      if (page.length < ROWS_PER_PAGE) return;
      last = page.at(-1)!;
    }
  }
}

/** PostgreSQL's text holds neither NUL nor half a surrogate pair, as a cut leaves it; U+FFFD says that something stood there. */
const storable = (rows: readonly object[]): string =>
  JSON.stringify(rows).replaceAll(/\\u(0000|d[89a-f][0-9a-f]{2})/g, "\\ufffd");
