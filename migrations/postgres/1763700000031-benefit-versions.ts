import type { MigrationInterface, QueryRunner } from "typeorm";

/** A benefit can be changed, and withdrawn from issuing. */
export class BenefitVersions1763700000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE benefit ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN withdrawn_at timestamptz",
    );
    await runner.query("ALTER TABLE benefit ALTER COLUMN version DROP DEFAULT");
    await runner.query(
      "GRANT UPDATE (name, valid_days, unit_cost_minor, withdrawn_at, version) ON benefit TO valuegraph_app",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("REVOKE UPDATE (name, valid_days, unit_cost_minor) ON benefit FROM valuegraph_app");
    await runner.query("ALTER TABLE benefit DROP COLUMN version, DROP COLUMN withdrawn_at");
  }
}
