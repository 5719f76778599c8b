import type { MigrationInterface, QueryRunner } from "typeorm";

/** Chunks get numbers that ClickHouse rows carry, the locks they hold, and the state of one that never ended. */
export class IntakeProtocol1763700000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intake_chunk
        ADD COLUMN number integer GENERATED ALWAYS AS IDENTITY,
        ADD COLUMN lock_keys bigint array NOT NULL DEFAULT '{}',
        ADD COLUMN rejected_by_reason jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN file_index integer,
        ADD COLUMN last_line bigint,
        DROP CONSTRAINT intake_chunk_state_check,
        ADD CONSTRAINT intake_chunk_state_check CHECK (state IN ('RECEIVED', 'COMMITTED', 'ABANDONED'))
    `);
    await runner.query("CREATE UNIQUE INDEX intake_chunk_number_key ON intake_chunk (number)");
    await runner.query("CREATE INDEX intake_chunk_received_idx ON intake_chunk (state) WHERE state = 'RECEIVED'");
    await runner.query(`
      ALTER TABLE integration_run
        ADD COLUMN rejected_by_reason jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN files jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN stop_requested_at timestamptz,
        DROP CONSTRAINT integration_run_status_check,
        ADD CONSTRAINT integration_run_status_check
          CHECK (status IN ('QUEUED', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'ROLLED_BACK'))
    `);
    await runner.query(`
      ALTER TABLE touchpoint_plane
        ADD COLUMN people_version bigint NOT NULL DEFAULT 0,
        ADD COLUMN settling_since timestamptz
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE touchpoint_plane DROP COLUMN people_version, DROP COLUMN settling_since");
    await runner.query("UPDATE integration_run SET status = 'CANCELLED' WHERE status IN ('STOPPED', 'ROLLED_BACK')");
    await runner.query(`
      ALTER TABLE integration_run
        DROP COLUMN rejected_by_reason,
        DROP COLUMN files,
        DROP COLUMN stop_requested_at,
        DROP CONSTRAINT integration_run_status_check,
        ADD CONSTRAINT integration_run_status_check
          CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'))
    `);
    await runner.query("DELETE FROM intake_chunk WHERE state = 'ABANDONED'");
    await runner.query("DROP INDEX intake_chunk_received_idx");
    await runner.query(`
      ALTER TABLE intake_chunk
        DROP COLUMN number,
        DROP COLUMN lock_keys,
        DROP COLUMN rejected_by_reason,
        DROP COLUMN file_index,
        DROP COLUMN last_line,
        DROP CONSTRAINT intake_chunk_state_check,
        ADD CONSTRAINT intake_chunk_state_check CHECK (state IN ('RECEIVED', 'COMMITTED'))
    `);
  }
}
