import type { MigrationInterface, QueryRunner } from "typeorm";

/** Budget plans as scenarios with a name, and the terms of plans with a target, a mix of objectives or periods. */
export class BudgetScenarios1763700000047 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE budget_plan ADD COLUMN name text, ADD COLUMN terms jsonb");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE budget_plan DROP COLUMN name, DROP COLUMN terms");
  }
}
