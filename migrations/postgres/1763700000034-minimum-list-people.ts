import type { MigrationInterface, QueryRunner } from "typeorm";

/** How many people an uploaded list must match before rules may name it. */
export class MinimumListPeople1763700000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE organisation ADD COLUMN minimum_list_people integer NOT NULL DEFAULT 1000");
    await runner.query(
      "ALTER TABLE organisation ADD CONSTRAINT organisation_lists_check CHECK (minimum_list_people >= 1)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE organisation DROP COLUMN minimum_list_people");
  }
}
