import type { Database } from "../../platform/postgres/database";

/** A chunk that was received and has not ended, dead or alive. */
export interface UnendedChunk {
  readonly number: number;
  readonly organisationId: string;
  readonly lockKeys: readonly bigint[];
}

/**
 * Chunks on their way to COMMITTED or to ABANDONED, of all organisations: those that may have written something. One of
 * rejected rows only holds no locks and leaves nothing to wipe.
 */
export class UnendedChunkStore {
  constructor(private readonly database: Database) {}

  /** Under any of the locks. */
  findUnder(lockKeys: readonly bigint[]): Promise<readonly UnendedChunk[]> {
    return this.find("findUnder", "lock_keys && $1::bigint[]", [lockKeys.map(String)]);
  }

  findOfRun(runId: string): Promise<readonly UnendedChunk[]> {
    return this.find("findOfRun", "run_id = $1", [runId]);
  }

  findAll(): Promise<readonly UnendedChunk[]> {
    return this.find("findAll", "true", []);
  }

  /** Those of which somebody said already that they are dead. */
  findFenced(): Promise<readonly UnendedChunk[]> {
    return this.find("findFenced", "state = 'FENCED'", []);
  }

  /** Which of the chunks are dead for good from now on: one that is committed at this moment is not. */
  async fence(numbers: readonly number[]): Promise<readonly number[]> {
    const [rows]: [{ number: number }[]] = await this.database.withSystem((manager) =>
      manager.query(
        "/* unendedChunks.fence */ UPDATE intake_chunk SET state = 'FENCED' WHERE number = ANY($1) AND state IN ('RECEIVED', 'FENCED') RETURNING number",
        [numbers],
      ),
    );
    return rows.map(({ number }) => number);
  }

  /** Of fenced ones that are wiped. */
  async abandon(numbers: readonly number[]): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        "/* unendedChunks.abandon */ UPDATE intake_chunk SET state = 'ABANDONED' WHERE number = ANY($1) AND state = 'FENCED'",
        [numbers],
      ),
    );
  }

  private async find(place: string, where: string, params: readonly unknown[]): Promise<readonly UnendedChunk[]> {
    const rows: { number: number; organisationId: string; lockKeys: string[] }[] = await this.database.withSystem(
      (manager) =>
        manager.query(
          `/* unendedChunks.${place} */ SELECT number, organisation_id AS "organisationId", lock_keys AS "lockKeys"
           FROM intake_chunk WHERE state IN ('RECEIVED', 'FENCED') AND lock_keys <> '{}' AND ${where} ORDER BY number`,
          [...params],
        ),
    );
    return rows.map(({ lockKeys, ...chunk }) => ({ ...chunk, lockKeys: lockKeys.map(BigInt) }));
  }
}
