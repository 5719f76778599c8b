import type { MigrationInterface, QueryRunner } from "typeorm";

/** Sources take signed callbacks: which secret is valid, and how their rows are mapped. */
export class Callbacks1763700000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE touchpoint_source
        ADD COLUMN callback_version integer NOT NULL DEFAULT 0,
        ADD COLUMN callback_rotated_at timestamptz,
        ADD COLUMN callback_mapping jsonb
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE touchpoint_source
        DROP COLUMN callback_version,
        DROP COLUMN callback_rotated_at,
        DROP COLUMN callback_mapping
    `);
  }
}
