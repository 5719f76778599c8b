import type { MigrationInterface, QueryRunner } from "typeorm";

const BEFORE = ["BRAND_AD", "CONTENT_SEED", "PERFORMANCE_AD", "SEARCH_AD", "RETARGETING"];
const CHECKS = [
  { table: "placement", constraint: "placement_objective_check" },
  { table: "crowd", constraint: "crowd_objective_check" },
];

/** Recommendations and smart coupons are bought, too. */
export class InstrumentsOfPlacements1763700000076 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return allow(runner, [...BEFORE, "RECOMMEND_AD", "SMART_COUPON"]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table } of CHECKS)
      await runner.query(
        `UPDATE ${table} SET objective = 'PERFORMANCE_AD' WHERE objective IN ('RECOMMEND_AD', 'SMART_COUPON')`,
      );
    await allow(runner, BEFORE);
  }
}

async function allow(runner: QueryRunner, objectives: readonly string[]): Promise<void> {
  for (const { table, constraint } of CHECKS) {
    await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`);
    await runner.query(
      `ALTER TABLE ${table} ADD CONSTRAINT ${constraint}
       CHECK (objective IN (${objectives.map((objective) => `'${objective}'`).join(", ")}))`,
    );
  }
}
