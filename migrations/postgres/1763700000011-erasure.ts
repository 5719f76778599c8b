import type { MigrationInterface, QueryRunner } from "typeorm";

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/** People are erased: the receipts, the block list, and how many erased people published figures still count. */
export class Erasure1763700000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identity_erasure (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        mark text NOT NULL,
        request_reference text NOT NULL,
        sealed_person text,
        outcome text,
        requested_at timestamptz NOT NULL,
        begun_at timestamptz,
        completed_at timestamptz,
        compacted_at timestamptz,
        CONSTRAINT identity_erasure_pkey PRIMARY KEY (id),
        CONSTRAINT identity_erasure_job_fkey FOREIGN KEY (id) REFERENCES job_run (id),
        CONSTRAINT identity_erasure_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id),
        CONSTRAINT identity_erasure_outcome_check CHECK (outcome IN ('ERASED', 'NOT_KNOWN')),
        CONSTRAINT identity_erasure_sealed_check CHECK (completed_at IS NULL OR sealed_person IS NULL)
      )
    `);
    await runner.query(
      "CREATE INDEX identity_erasure_list_idx ON identity_erasure (organisation_id, requested_at, id)",
    );
    await runner.query(`
      CREATE TABLE erased_identity (
        mark text NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        CONSTRAINT erased_identity_pkey PRIMARY KEY (mark)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX erased_identity_number_key ON erased_identity (number)");
    for (const table of ["identity_erasure", "erased_identity"]) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_system`);
    }
    await runner.query(
      `CREATE POLICY own ON identity_erasure TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
    );
    await runner.query("GRANT SELECT, INSERT, UPDATE ON identity_erasure TO valuegraph_app");
    await runner.query("ALTER TABLE asset_snapshot ADD COLUMN erased_people bigint NOT NULL DEFAULT 0");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE asset_snapshot DROP COLUMN erased_people");
    await runner.query("DROP TABLE erased_identity");
    await runner.query("DROP TABLE identity_erasure");
  }
}
