import type { MigrationInterface, QueryRunner } from "typeorm";

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/** What settle has to do, what it did last, and the overlays that organisations read people through. */
export class PeopleGraph1763700000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unsettled_person (
        ordinal bigint NOT NULL,
        requested_at timestamptz NOT NULL,
        pass bigint,
        moved_to bigint,
        CONSTRAINT unsettled_person_pkey PRIMARY KEY (ordinal)
      )
    `);
    await runner.query("CREATE INDEX unsettled_person_requested_idx ON unsettled_person (requested_at)");
    await runner.query(`
      CREATE TABLE unsettled_overlay (
        organisation_id uuid NOT NULL,
        requested_at timestamptz NOT NULL,
        CONSTRAINT unsettled_overlay_pkey PRIMARY KEY (organisation_id),
        CONSTRAINT unsettled_overlay_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query(`
      CREATE TABLE people_overlay (
        organisation_id uuid NOT NULL,
        overlay_id uuid NOT NULL,
        people bigint NOT NULL,
        published_at timestamptz NOT NULL,
        CONSTRAINT people_overlay_pkey PRIMARY KEY (organisation_id),
        CONSTRAINT people_overlay_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query(`
      CREATE TABLE retired_overlay (
        overlay_id uuid NOT NULL,
        retired_at timestamptz NOT NULL,
        CONSTRAINT retired_overlay_pkey PRIMARY KEY (overlay_id)
      )
    `);
    await runner.query(`
      CREATE TABLE people_settlement (
        id integer NOT NULL,
        pass bigint NOT NULL DEFAULT 0,
        job_id uuid,
        settled_at timestamptz,
        merged_people bigint NOT NULL DEFAULT 0,
        split_people bigint NOT NULL DEFAULT 0,
        CONSTRAINT people_settlement_pkey PRIMARY KEY (id),
        CONSTRAINT people_settlement_single_check CHECK (id = 1)
      )
    `);
    await runner.query("INSERT INTO people_settlement (id) VALUES (1)");
    const tables = ["unsettled_person", "unsettled_overlay", "people_overlay", "retired_overlay", "people_settlement"];
    for (const table of tables) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_system`);
    }
    await runner.query(
      `CREATE POLICY own ON people_overlay FOR SELECT TO valuegraph_app USING (organisation_id = ${CURRENT})`,
    );
    await runner.query("GRANT SELECT ON people_overlay TO valuegraph_app");
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ["people_settlement", "retired_overlay", "people_overlay", "unsettled_overlay", "unsettled_person"];
    for (const table of tables) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
