import type { MigrationInterface, QueryRunner } from "typeorm";

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/** Files of figures that an organisation may fetch for some days. They hold aggregates only, never people. */
export class ExportFiles1763700000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE export_file (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        kind text NOT NULL,
        content text NOT NULL,
        sha256 text NOT NULL,
        rows integer NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT export_file_pkey PRIMARY KEY (id),
        CONSTRAINT export_file_kind_check CHECK (kind IN ('REACH')),
        CONSTRAINT export_file_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX export_file_organisation_idx ON export_file (organisation_id)");
    await runner.query("ALTER TABLE export_file ENABLE ROW LEVEL SECURITY");
    await runner.query("ALTER TABLE export_file FORCE ROW LEVEL SECURITY");
    await runner.query("CREATE POLICY system ON export_file TO valuegraph_system USING (true) WITH CHECK (true)");
    await runner.query(
      `CREATE POLICY own ON export_file TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
    );
    await runner.query("GRANT SELECT, INSERT, UPDATE, DELETE ON export_file TO valuegraph_app, valuegraph_system");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE export_file CASCADE");
  }
}
