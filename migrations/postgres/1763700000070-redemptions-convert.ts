import type { MigrationInterface, QueryRunner } from "typeorm";

const BEFORE = ["ORDER", "FIRST_ORDER", "STAGE_REACHED", "VISIT", "MEMBER_JOIN"];

/** A redeemed benefit may count as a conversion. */
export class RedemptionsConvert1763700000070 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return allow(runner, [...BEFORE, "BENEFIT_REDEEM"]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM attribution_report WHERE conversion_action = 'BENEFIT_REDEEM'");
    await allow(runner, BEFORE);
  }
}

async function allow(runner: QueryRunner, actions: readonly string[]): Promise<void> {
  await runner.query("ALTER TABLE attribution_report DROP CONSTRAINT attribution_report_conversion_check");
  await runner.query(
    `ALTER TABLE attribution_report ADD CONSTRAINT attribution_report_conversion_check
     CHECK (conversion_action IN (${actions.map((action) => `'${action}'`).join(", ")}))`,
  );
}
