import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["audience_list", "audience_list_upload"];

/** Uploaded lists of hashed ids that rules may name, until they expire; whom an upload matched is in ClickHouse under its id. */
export class AudienceLists1763700000033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audience_list (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        name text NOT NULL,
        namespace text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT audience_list_expiry_check CHECK (expires_at > created_at),
        CONSTRAINT audience_list_pkey PRIMARY KEY (id),
        CONSTRAINT audience_list_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT audience_list_namespace_fkey FOREIGN KEY (namespace) REFERENCES identity_namespace(code)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX audience_list_name_key ON audience_list (organisation_id, name)");
    await runner.query("CREATE INDEX audience_list_namespace_idx ON audience_list (namespace)");
    await runner.query("CREATE INDEX audience_list_expiry_idx ON audience_list (expires_at)");
    await runner.query(`
      CREATE TABLE audience_list_upload (
        id uuid NOT NULL,
        list_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        accepted integer NOT NULL,
        rejected integer NOT NULL,
        uploaded_at timestamptz NOT NULL,
        CONSTRAINT audience_list_upload_pkey PRIMARY KEY (id),
        CONSTRAINT audience_list_upload_list_fkey FOREIGN KEY (list_id) REFERENCES audience_list(id) ON DELETE CASCADE,
        CONSTRAINT audience_list_upload_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX audience_list_upload_list_idx ON audience_list_upload (list_id)");
    await runner.query("CREATE INDEX audience_list_upload_organisation_idx ON audience_list_upload (organisation_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
