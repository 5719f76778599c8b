import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["audience_export", "audience_export_part"];

/** Files of members' hashed identities, in parts, for as long as their addresses are valid. */
export class AudienceExports1763700000039 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audience_export (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        build_id uuid NOT NULL,
        file_id uuid NOT NULL,
        namespace text NOT NULL,
        format text NOT NULL,
        ids bigint NOT NULL,
        bytes bigint NOT NULL,
        sha256 text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        erased_at timestamptz,
        CONSTRAINT audience_export_format_check CHECK (format IN ('CSV', 'NDJSON', 'PARQUET')),
        CONSTRAINT audience_export_pkey PRIMARY KEY (id),
        CONSTRAINT audience_export_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT audience_export_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id),
        CONSTRAINT audience_export_run_fkey FOREIGN KEY (id) REFERENCES job_run(id)
      )
    `);
    await runner.query("CREATE INDEX audience_export_organisation_idx ON audience_export (organisation_id)");
    await runner.query("CREATE INDEX audience_export_pack_idx ON audience_export (audience_pack_id)");
    await runner.query(`
      CREATE TABLE audience_export_part (
        file_id uuid NOT NULL,
        number integer NOT NULL,
        organisation_id uuid NOT NULL,
        content bytea NOT NULL,
        written_at timestamptz NOT NULL,
        CONSTRAINT audience_export_part_pkey PRIMARY KEY (file_id, number),
        CONSTRAINT audience_export_part_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX audience_export_part_organisation_idx ON audience_export_part (organisation_id)");
    await runner.query("ALTER TABLE audience_export_part ALTER COLUMN content SET STORAGE EXTERNAL");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
