import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["brand_rule_set", "asset_snapshot_schedule"];

/** Rule sets of an organisation's own, which one is in force for a brand, daily snapshots, and snapshots that restate others. */
export class RuleSetsAndSchedules1763700000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE rule_set ADD COLUMN brand_id integer");
    await runner.query(
      "ALTER TABLE rule_set ADD CONSTRAINT rule_set_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)",
    );
    await runner.query("CREATE INDEX rule_set_brand_idx ON rule_set (brand_id)");
    // The shipped rules always went by these orders; now they say so.
    await runner.query("SELECT set_config('role', 'valuegraph_system', true)");
    await runner.query(`
      UPDATE rule_set SET definition = jsonb_set(
        definition || '{"stagePriority": ["ADVOCATE", "ACT", "APPEAL", "AWARE"]}',
        '{nineGrid,intentPriority}', '["BRAND", "CATEGORY", "PLATFORM"]')
    `);
    await runner.query("SELECT set_config('role', 'none', true)");

    await runner.query("ALTER TABLE asset_snapshot ADD COLUMN restates_id uuid");
    await runner.query("ALTER TABLE asset_snapshot ADD COLUMN labels_thinned_at timestamptz");
    await runner.query(
      "ALTER TABLE asset_snapshot ADD CONSTRAINT asset_snapshot_restates_fkey FOREIGN KEY (restates_id) REFERENCES asset_snapshot(id)",
    );
    await runner.query(
      "CREATE UNIQUE INDEX asset_snapshot_restates_key ON asset_snapshot (restates_id) WHERE restates_id IS NOT NULL",
    );
    await runner.query(
      "CREATE INDEX asset_snapshot_labelled_idx ON asset_snapshot (as_of) WHERE labels_thinned_at IS NULL",
    );

    await runner.query(`
      CREATE TABLE brand_rule_set (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        version integer NOT NULL,
        rule_set_id uuid NOT NULL,
        assigned_at timestamptz NOT NULL,
        CONSTRAINT brand_rule_set_pkey PRIMARY KEY (organisation_id, brand_id, version),
        CONSTRAINT brand_rule_set_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT brand_rule_set_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT brand_rule_set_rule_set_fkey FOREIGN KEY (rule_set_id) REFERENCES rule_set(id)
      )
    `);
    await runner.query("CREATE INDEX brand_rule_set_brand_idx ON brand_rule_set (brand_id)");
    await runner.query("CREATE INDEX brand_rule_set_rule_set_idx ON brand_rule_set (rule_set_id)");
    await runner.query(`
      CREATE TABLE asset_snapshot_schedule (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        access_key_id uuid NOT NULL,
        is_active boolean NOT NULL,
        restate_days integer NOT NULL,
        last_day date,
        version integer NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT asset_snapshot_schedule_restate_days_check CHECK (restate_days BETWEEN 0 AND 92),
        CONSTRAINT asset_snapshot_schedule_pkey PRIMARY KEY (organisation_id, brand_id),
        CONSTRAINT asset_snapshot_schedule_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT asset_snapshot_schedule_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX asset_snapshot_schedule_brand_idx ON asset_snapshot_schedule (brand_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
    await runner.query("ALTER TABLE asset_snapshot DROP COLUMN labels_thinned_at, DROP COLUMN restates_id");
    await runner.query("SELECT set_config('role', 'valuegraph_system', true)");
    await runner.query(
      "UPDATE rule_set SET definition = (definition - 'stagePriority') #- '{nineGrid,intentPriority}'",
    );
    await runner.query("SELECT set_config('role', 'none', true)");
    await runner.query("ALTER TABLE rule_set DROP COLUMN brand_id");
  }
}
