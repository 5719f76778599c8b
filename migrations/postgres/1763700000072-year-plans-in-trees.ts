import type { MigrationInterface, QueryRunner } from "typeorm";

const BEFORE = ["SET_BUDGET", "MOVE_BUDGET", "ADOPT_BUDGET_PLAN", "UNDO"];

/** A year plan may be adopted into months of a budget tree, as a change in the control log. */
export class YearPlansInTrees1763700000072 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE control_change ADD COLUMN year_plan_id uuid");
    await runner.query(
      `ALTER TABLE control_change ADD CONSTRAINT control_change_year_plan_fkey
       FOREIGN KEY (year_plan_id) REFERENCES year_plan(id) ON DELETE CASCADE`,
    );
    await runner.query("CREATE INDEX control_change_year_plan_idx ON control_change (year_plan_id)");
    await allow(runner, [...BEFORE, "ADOPT_YEAR_PLAN"]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM control_change WHERE year_plan_id IS NOT NULL");
    await runner.query("DELETE FROM budget_node WHERE key ~ '(^|/)M[0-9]{2}(/|$)'");
    await allow(runner, BEFORE);
    await runner.query("ALTER TABLE control_change DROP COLUMN year_plan_id");
  }
}

async function allow(runner: QueryRunner, kinds: readonly string[]): Promise<void> {
  await runner.query("ALTER TABLE control_change DROP CONSTRAINT control_change_kind_check");
  await runner.query(
    `ALTER TABLE control_change ADD CONSTRAINT control_change_kind_check
     CHECK (kind IN (${kinds.map((kind) => `'${kind}'`).join(", ")}))`,
  );
}
