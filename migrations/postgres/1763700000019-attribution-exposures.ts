import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which kinds of exposure a report credits; reports of before credited what was served. */
export class AttributionExposures1763700000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attribution_report ADD COLUMN exposures text array NOT NULL DEFAULT '{SERVED}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE attribution_report DROP COLUMN exposures");
  }
}
