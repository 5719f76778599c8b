import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["benchmark", "market_refresh"];

/** Refreshes of a category say whether late touchpoints have outdated them, and a job can be one that exists once. */
export class OutdatedBenchmarks1763700000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} ADD COLUMN outdated_at timestamptz`);
    await runner.query("ALTER TABLE job_run ADD COLUMN once_key text");
    await runner.query("CREATE UNIQUE INDEX job_run_once_key ON job_run (once_key) WHERE once_key IS NOT NULL");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE job_run DROP COLUMN once_key");
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} DROP COLUMN outdated_at`);
  }
}
