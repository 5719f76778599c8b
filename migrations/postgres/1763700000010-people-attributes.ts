import type { MigrationInterface, QueryRunner } from "typeorm";

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";
const TABLES = ["attribute_definition", "first_party_upload"];

/** The closed registry of people's attributes, and what each source uploaded of identities with consent. */
export class PeopleAttributes1763700000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attribute_definition (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        description text NOT NULL,
        type text NOT NULL,
        allowed_values text array NOT NULL,
        minimum bigint,
        maximum bigint,
        maximum_age_days integer,
        version integer NOT NULL,
        used_at timestamptz,
        retired_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT attribute_definition_pkey PRIMARY KEY (id),
        CONSTRAINT attribute_definition_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id),
        CONSTRAINT attribute_definition_type_check CHECK (type IN ('ENUM', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE')),
        CONSTRAINT attribute_definition_bounds_check CHECK (minimum <= maximum)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX attribute_definition_code_key ON attribute_definition (organisation_id, code)",
    );
    await runner.query(`
      CREATE TABLE first_party_upload (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        source_id integer NOT NULL,
        received bigint NOT NULL,
        accepted bigint NOT NULL,
        duplicates bigint NOT NULL,
        rejected bigint NOT NULL,
        first_received_at timestamptz NOT NULL,
        last_received_at timestamptz NOT NULL,
        CONSTRAINT first_party_upload_pkey PRIMARY KEY (id),
        CONSTRAINT first_party_upload_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id),
        CONSTRAINT first_party_upload_source_fkey FOREIGN KEY (source_id) REFERENCES touchpoint_source (id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX first_party_upload_source_key ON first_party_upload (source_id)");
    await runner.query("CREATE INDEX first_party_upload_organisation_idx ON first_party_upload (organisation_id)");
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
      await runner.query(
        `CREATE POLICY own ON ${table} TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
      );
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_app, valuegraph_system`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
