import type { MigrationInterface, QueryRunner } from "typeorm";

/** Money may be moved for orders, which touchpoints tell of; late ones outdate the decisions that looked at their hours. */
export class SteeringByOrders1763700000071 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, ["CLICKS", "IMPRESSIONS", "ORDERS"]);
    await runner.query("ALTER TABLE steering_plan ADD COLUMN lookback_days integer");
    await runner.query(
      `ALTER TABLE steering_plan ADD CONSTRAINT steering_plan_lookback_check
       CHECK ((outcome = 'ORDERS') = (lookback_days IS NOT NULL))`,
    );
    await runner.query(
      "ALTER TABLE hourly_decision ADD COLUMN orders_until timestamptz, ADD COLUMN outdated_at timestamptz",
    );
    await runner.query(
      `CREATE INDEX hourly_decision_current_idx ON hourly_decision (orders_until)
       WHERE outdated_at IS NULL AND orders_until IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX hourly_decision_current_idx");
    await runner.query("ALTER TABLE hourly_decision DROP COLUMN orders_until, DROP COLUMN outdated_at");
    await runner.query("DELETE FROM steering_plan WHERE outcome = 'ORDERS'");
    await runner.query("ALTER TABLE steering_plan DROP COLUMN lookback_days");
    await allow(runner, ["CLICKS", "IMPRESSIONS"]);
  }
}

async function allow(runner: QueryRunner, outcomes: readonly string[]): Promise<void> {
  await runner.query("ALTER TABLE steering_plan DROP CONSTRAINT steering_plan_outcome_check");
  await runner.query(
    `ALTER TABLE steering_plan ADD CONSTRAINT steering_plan_outcome_check
     CHECK (outcome IN (${outcomes.map((outcome) => `'${outcome}'`).join(", ")}))`,
  );
}
