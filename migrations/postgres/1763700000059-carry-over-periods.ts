import type { MigrationInterface, QueryRunner } from "typeorm";

/** Over how many periods a curve's carry-over was fitted, without which money cannot be spread over periods by it. */
export class CarryOverPeriods1763700000059 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE response_curve ADD COLUMN carry_over_periods integer");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE response_curve DROP COLUMN carry_over_periods");
  }
}
