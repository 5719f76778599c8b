import type { EntityManager } from "typeorm";
import type { JobStatus } from "../../platform/jobs/job-run";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ErasureOutcome, IdentityErasure } from "./identity-erasure";

interface ErasureRow extends Omit<IdentityErasure, "run"> {
  readonly status: JobStatus;
  readonly progress: number;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

const ERASURE = `identity_erasure.id, mark, request_reference AS "requestReference", outcome, requested_at AS "requestedAt",
  completed_at AS "completedAt", compacted_at AS "compactedAt", status, progress, started_at AS "startedAt",
  finished_at AS "finishedAt", failure_code AS "failureCode", failure_message AS "failureMessage"
  FROM identity_erasure JOIN job_run ON job_run.id = identity_erasure.id`;

interface NewErasure {
  readonly id: string;
  readonly mark: string;
  readonly requestReference: string;
  readonly sealedPerson: string;
}

/** What an attempt begins with. */
export interface OpenErasure {
  readonly sealedPerson: string;
  /** Null: no attempt took anything away yet. */
  readonly begunAt: Date | null;
}

/** Receipts in PostgreSQL. */
export class IdentityErasureStore {
  constructor(private readonly database: Database) {}

  async insert(manager: EntityManager, context: RequestContext, erasure: NewErasure): Promise<void> {
    await manager.query(
      `/* erasures.insert */ INSERT INTO identity_erasure (id, organisation_id, mark, request_reference, sealed_person, requested_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        ...[erasure.id, context.organisationId, erasure.mark, erasure.requestReference],
        ...[erasure.sealedPerson, context.clock.now()],
      ],
    );
  }

  async find(context: RequestContext, id: string): Promise<IdentityErasure | null> {
    const rows: ErasureRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* erasures.find */ SELECT ${ERASURE} WHERE identity_erasure.id = $1`, [id]),
    );
    return rows[0] ? toErasure(rows[0]) : null;
  }

  /** Newest first. */
  async findPage(context: RequestContext, request: PageRequest): Promise<Page<IdentityErasure>> {
    const sortKey = ({ requestedAt, id }: IdentityErasure): readonly string[] => [requestedAt.toISOString(), id];
    return readPage(request, sortKey, async ({ fromEnd, after, before, limit }) => {
      const direction = fromEnd ? "ASC" : "DESC";
      const rows: ErasureRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* erasures.findPage */ SELECT ${ERASURE}
           WHERE ($1::timestamptz IS NULL OR (requested_at, identity_erasure.id) < ($1, $2::uuid))
             AND ($3::timestamptz IS NULL OR (requested_at, identity_erasure.id) > ($3, $4::uuid))
           ORDER BY requested_at ${direction}, identity_erasure.id ${direction} LIMIT $5`,
          [after?.[0] ?? null, after?.[1] ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
        ),
      );
      return rows.map(toErasure);
    });
  }

  async count(context: RequestContext): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* erasures.count */ SELECT count(*)::integer AS count FROM identity_erasure"),
    );
    return row!.count;
  }

  /** Null: it is completed. */
  async findOpen(id: string): Promise<OpenErasure | null> {
    const rows: OpenErasure[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* erasures.findOpen */ SELECT sealed_person AS "sealedPerson", begun_at AS "begunAt" FROM identity_erasure
         WHERE id = $1 AND completed_at IS NULL`,
        [id],
      ),
    );
    return rows[0] ?? null;
  }

  /** Keeps whom this attempt is about to take away, for the one that goes on when it dies. */
  async begin(manager: EntityManager, id: string, sealedPerson: string, at: Date): Promise<void> {
    await manager.query(
      "/* erasures.begin */ UPDATE identity_erasure SET sealed_person = $2, begun_at = coalesce(begun_at, $3) WHERE id = $1",
      [id, sealedPerson, at],
    );
  }

  async complete(manager: EntityManager, id: string, outcome: ErasureOutcome, at: Date): Promise<void> {
    await manager.query(
      "/* erasures.complete */ UPDATE identity_erasure SET outcome = $2, completed_at = $3, sealed_person = NULL WHERE id = $1",
      [id, outcome, at],
    );
  }

  /** When the last erasure, whoever's, was completed; null: none was. */
  async findLastCompleted(): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await this.database.withSystem((manager) =>
      manager.query("/* erasures.findLastCompleted */ SELECT max(completed_at) AS at FROM identity_erasure"),
    );
    return row!.at;
  }

  /** Answers how many receipts say so now. */
  async markCompacted(completedBefore: Date, at: Date): Promise<number> {
    const [, changed]: [unknown, number] = await this.database.withSystem((manager) =>
      manager.query(
        "/* erasures.markCompacted */ UPDATE identity_erasure SET compacted_at = $2 WHERE completed_at <= $1 AND compacted_at IS NULL",
        [completedBefore, at],
      ),
    );
    return changed;
  }
}

function toErasure({
  status,
  progress,
  startedAt,
  finishedAt,
  failureCode,
  failureMessage,
  ...row
}: ErasureRow): IdentityErasure {
  const failure = failureCode === null ? null : { code: failureCode, message: failureMessage ?? "" };
  return { ...row, run: { id: row.id, status, progress, startedAt, finishedAt, failure } };
}
