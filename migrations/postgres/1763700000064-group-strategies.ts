import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Brands that are run by one hand, and what they inherit from one another. */
export class GroupStrategies1763700000064 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE brand_group (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        name text NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT brand_group_pkey PRIMARY KEY (id),
        CONSTRAINT brand_group_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX brand_group_name_key ON brand_group (organisation_id, name)");
    await runner.query(`
      CREATE TABLE brand_group_member (
        brand_group_id uuid NOT NULL,
        brand_id integer NOT NULL,
        organisation_id uuid NOT NULL,
        CONSTRAINT brand_group_member_pkey PRIMARY KEY (brand_group_id, brand_id),
        CONSTRAINT brand_group_member_group_fkey FOREIGN KEY (brand_group_id) REFERENCES brand_group(id) ON DELETE CASCADE,
        CONSTRAINT brand_group_member_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT brand_group_member_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query(`
      CREATE TABLE group_strategy (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_group_id uuid NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT group_strategy_pkey PRIMARY KEY (id),
        CONSTRAINT group_strategy_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT group_strategy_group_fkey FOREIGN KEY (brand_group_id) REFERENCES brand_group(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX group_strategy_name_key ON group_strategy (brand_group_id, name)");
    await runner.query(`
      CREATE TABLE group_strategy_version (
        group_strategy_id uuid NOT NULL,
        version integer NOT NULL,
        organisation_id uuid NOT NULL,
        playbook_id uuid NOT NULL,
        brand_id integer NOT NULL,
        category_ids integer[] NOT NULL,
        note text NOT NULL,
        content jsonb NOT NULL,
        promoted_at timestamptz NOT NULL,
        CONSTRAINT group_strategy_version_pkey PRIMARY KEY (group_strategy_id, version),
        CONSTRAINT group_strategy_version_strategy_fkey FOREIGN KEY (group_strategy_id) REFERENCES group_strategy(id),
        CONSTRAINT group_strategy_version_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT group_strategy_version_playbook_fkey FOREIGN KEY (playbook_id) REFERENCES playbook(id),
        CONSTRAINT group_strategy_version_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(`
      CREATE TABLE group_strategy_override (
        group_strategy_id uuid NOT NULL,
        brand_id integer NOT NULL,
        organisation_id uuid NOT NULL,
        version integer NOT NULL,
        reason text NOT NULL,
        content jsonb NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT group_strategy_override_pkey PRIMARY KEY (group_strategy_id, brand_id),
        CONSTRAINT group_strategy_override_strategy_fkey FOREIGN KEY (group_strategy_id) REFERENCES group_strategy(id),
        CONSTRAINT group_strategy_override_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT group_strategy_override_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    for (const [table, column] of INDEXES)
      await runner.query(`CREATE INDEX ${table}_${column.replace("_id", "")}_idx ON ${table} (${column})`);
    await runner.query(
      "ALTER TABLE playbook ALTER COLUMN campaign_id DROP NOT NULL, ADD group_strategy_id uuid, ADD group_strategy_version integer",
    );
    await runner.query(
      "ALTER TABLE playbook ADD CONSTRAINT playbook_group_strategy_fkey FOREIGN KEY (group_strategy_id) REFERENCES group_strategy(id)",
    );
    await runner.query("CREATE INDEX playbook_group_strategy_idx ON playbook (group_strategy_id)");
    for (const table of ["brand_group", "brand_group_member", "group_strategy_override"]) await ownRows(runner, table);
    for (const table of ["group_strategy", "group_strategy_version"]) await ownRows(runner, table, "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE playbook DROP COLUMN group_strategy_id, DROP COLUMN group_strategy_version");
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}

const TABLES = [
  "group_strategy_override",
  "group_strategy_version",
  "group_strategy",
  "brand_group_member",
  "brand_group",
];
const INDEXES = [
  ["brand_group_member", "brand_id"],
  ["brand_group_member", "organisation_id"],
  ["group_strategy", "organisation_id"],
  ["group_strategy_version", "organisation_id"],
  ["group_strategy_version", "playbook_id"],
  ["group_strategy_version", "brand_id"],
  ["group_strategy_override", "brand_id"],
  ["group_strategy_override", "organisation_id"],
] as const;
