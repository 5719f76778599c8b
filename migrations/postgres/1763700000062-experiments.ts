import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["experiment", "experiment_audience", "experiment_arm", "experiment_version"];

/** Experiments over audience packs, with the packs of their arms and who changed them. */
export class Experiments1763700000062 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE experiment (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        state text NOT NULL,
        version integer NOT NULL,
        design jsonb NOT NULL,
        plan jsonb,
        created_at timestamptz NOT NULL,
        starts_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT experiment_state_check CHECK (state IN ('DRAFT', 'RUNNING', 'ENDED')),
        CONSTRAINT experiment_start_check CHECK ((state = 'DRAFT') = (starts_at IS NULL) AND (state = 'ENDED') = (ended_at IS NOT NULL)),
        CONSTRAINT experiment_pkey PRIMARY KEY (id),
        CONSTRAINT experiment_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT experiment_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX experiment_name_key ON experiment (organisation_id, brand_id, name)");
    await runner.query("CREATE INDEX experiment_brand_idx ON experiment (brand_id)");
    await runner.query(`
      CREATE TABLE experiment_audience (
        experiment_id uuid NOT NULL,
        place integer NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        build_id uuid,
        CONSTRAINT experiment_audience_pkey PRIMARY KEY (experiment_id, place),
        CONSTRAINT experiment_audience_experiment_fkey FOREIGN KEY (experiment_id) REFERENCES experiment(id) ON DELETE CASCADE,
        CONSTRAINT experiment_audience_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT experiment_audience_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id)
      )
    `);
    await runner.query("CREATE INDEX experiment_audience_organisation_idx ON experiment_audience (organisation_id)");
    await runner.query("CREATE INDEX experiment_audience_pack_idx ON experiment_audience (audience_pack_id)");
    await runner.query(`
      CREATE TABLE experiment_arm (
        experiment_id uuid NOT NULL,
        audience integer NOT NULL,
        variant integer NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        CONSTRAINT experiment_arm_pkey PRIMARY KEY (experiment_id, audience, variant),
        CONSTRAINT experiment_arm_experiment_fkey FOREIGN KEY (experiment_id) REFERENCES experiment(id) ON DELETE CASCADE,
        CONSTRAINT experiment_arm_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT experiment_arm_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX experiment_arm_pack_key ON experiment_arm (audience_pack_id)");
    await runner.query("CREATE INDEX experiment_arm_organisation_idx ON experiment_arm (organisation_id)");
    await runner.query(`
      CREATE TABLE experiment_version (
        experiment_id uuid NOT NULL,
        version integer NOT NULL,
        organisation_id uuid NOT NULL,
        change text NOT NULL,
        access_key_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT experiment_version_change_check CHECK (change IN ('CREATED', 'STARTED', 'ENDED')),
        CONSTRAINT experiment_version_pkey PRIMARY KEY (experiment_id, version),
        CONSTRAINT experiment_version_experiment_fkey FOREIGN KEY (experiment_id) REFERENCES experiment(id) ON DELETE CASCADE,
        CONSTRAINT experiment_version_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX experiment_version_organisation_idx ON experiment_version (organisation_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
