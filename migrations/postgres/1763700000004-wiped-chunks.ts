import type { MigrationInterface, QueryRunner } from "typeorm";

/** A chunk that is given up can no longer be committed before its rows are wiped. */
export class WipedChunks1763700000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX intake_chunk_received_idx");
    await runner.query(`
      ALTER TABLE intake_chunk
        DROP CONSTRAINT intake_chunk_state_check,
        ADD CONSTRAINT intake_chunk_state_check CHECK (state IN ('RECEIVED', 'COMMITTED', 'FENCED', 'ABANDONED'))
    `);
    await runner.query(
      "CREATE INDEX intake_chunk_unended_idx ON intake_chunk (state) WHERE state IN ('RECEIVED', 'FENCED')",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX intake_chunk_unended_idx");
    // The owner is bound by row security as well.
    await runner.query("ALTER TABLE intake_chunk NO FORCE ROW LEVEL SECURITY");
    await runner.query("UPDATE intake_chunk SET state = 'RECEIVED' WHERE state = 'FENCED'");
    await runner.query("ALTER TABLE intake_chunk FORCE ROW LEVEL SECURITY");
    await runner.query(`
      ALTER TABLE intake_chunk
        DROP CONSTRAINT intake_chunk_state_check,
        ADD CONSTRAINT intake_chunk_state_check CHECK (state IN ('RECEIVED', 'COMMITTED', 'ABANDONED'))
    `);
    await runner.query("CREATE INDEX intake_chunk_received_idx ON intake_chunk (state) WHERE state = 'RECEIVED'");
  }
}
