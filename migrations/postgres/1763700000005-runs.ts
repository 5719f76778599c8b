import type { MigrationInterface, QueryRunner } from "typeorm";

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/** Runs can be resumed and rolled back and keep their rejected rows; snapshots know whether late touchpoints concern them. */
export class Runs1763700000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE integration_run
        ADD COLUMN mapping jsonb,
        ADD COLUMN roll_back_requested_at timestamptz,
        ADD COLUMN rolled_back_at timestamptz
    `);
    await runner.query(`
      ALTER TABLE intake_chunk
        ADD COLUMN plane_version bigint,
        ADD COLUMN oldest_touchpoints jsonb NOT NULL DEFAULT '[]'
    `);
    await runner.query("CREATE INDEX intake_chunk_plane_version_idx ON intake_chunk (plane_version)");
    await runner.query(`
      ALTER TABLE asset_snapshot
        ADD COLUMN people_version bigint NOT NULL DEFAULT 0,
        ADD COLUMN outdated_at timestamptz
    `);
    await runner.query("CREATE INDEX asset_snapshot_current_idx ON asset_snapshot (as_of) WHERE outdated_at IS NULL");
    // Of which brands touchpoints came since is not known of earlier snapshots. The owner is bound by row security as well.
    await runner.query("ALTER TABLE asset_snapshot NO FORCE ROW LEVEL SECURITY");
    await runner.query("UPDATE asset_snapshot SET outdated_at = now()");
    await runner.query("ALTER TABLE asset_snapshot FORCE ROW LEVEL SECURITY");
    await runner.query(`
      CREATE TABLE rejected_row (
        run_id uuid NOT NULL,
        chunk integer NOT NULL,
        place integer NOT NULL,
        organisation_id uuid NOT NULL,
        file text,
        line bigint,
        reason text NOT NULL,
        field text array NOT NULL,
        message text NOT NULL,
        allowed text array,
        row jsonb,
        rejected_at timestamptz NOT NULL,
        CONSTRAINT rejected_row_pkey PRIMARY KEY (run_id, chunk, place),
        CONSTRAINT rejected_row_run_fkey FOREIGN KEY (run_id) REFERENCES integration_run (id),
        CONSTRAINT rejected_row_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id)
      )
    `);
    await runner.query("CREATE INDEX rejected_row_rejected_at_idx ON rejected_row (rejected_at)");
    await runner.query("ALTER TABLE rejected_row ENABLE ROW LEVEL SECURITY");
    await runner.query("ALTER TABLE rejected_row FORCE ROW LEVEL SECURITY");
    await runner.query("CREATE POLICY system ON rejected_row TO valuegraph_system USING (true) WITH CHECK (true)");
    await runner.query(
      `CREATE POLICY own ON rejected_row TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
    );
    await runner.query("GRANT SELECT, INSERT, UPDATE, DELETE ON rejected_row TO valuegraph_app, valuegraph_system");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE rejected_row");
    await runner.query("DROP INDEX asset_snapshot_current_idx");
    await runner.query("ALTER TABLE asset_snapshot DROP COLUMN people_version, DROP COLUMN outdated_at");
    await runner.query("DROP INDEX intake_chunk_plane_version_idx");
    await runner.query("ALTER TABLE intake_chunk DROP COLUMN plane_version, DROP COLUMN oldest_touchpoints");
    await runner.query(`
      ALTER TABLE integration_run
        DROP COLUMN mapping,
        DROP COLUMN roll_back_requested_at,
        DROP COLUMN rolled_back_at
    `);
  }
}
