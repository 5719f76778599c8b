import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["connector", "suppressed_identity", "audience_push", "audience_push_chunk"];

/** Destinations of an organisation, what was pushed to them chunk by chunk, and whose identities never leave. */
export class Activation1763700000038 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connector (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        namespace text NOT NULL,
        minimum_people integer NOT NULL,
        address text NOT NULL,
        sealed_secret text,
        is_suspended boolean NOT NULL DEFAULT false,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT connector_kind_check CHECK (kind IN ('WEBHOOK', 'OBJECT_STORE', 'FILE_DROP')),
        CONSTRAINT connector_minimum_check CHECK (minimum_people >= 1),
        CONSTRAINT connector_pkey PRIMARY KEY (id),
        CONSTRAINT connector_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX connector_name_key ON connector (organisation_id, name)");
    await runner.query(`
      CREATE TABLE suppressed_identity (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        key text NOT NULL,
        added_at timestamptz NOT NULL,
        CONSTRAINT suppressed_identity_pkey PRIMARY KEY (organisation_id, brand_id, key),
        CONSTRAINT suppressed_identity_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX suppressed_identity_key_idx ON suppressed_identity (key)");
    await runner.query(`
      CREATE TABLE audience_push (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        connector_id uuid NOT NULL,
        build_id uuid NOT NULL,
        base_push_id uuid,
        mode text NOT NULL,
        run_id uuid NOT NULL,
        plan jsonb NOT NULL,
        add_mark text,
        remove_mark text,
        add_sha256 text,
        stop_requested_at timestamptz,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT audience_push_mode_check CHECK (mode IN ('FULL', 'DELTA')),
        CONSTRAINT audience_push_pkey PRIMARY KEY (id),
        CONSTRAINT audience_push_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT audience_push_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id),
        CONSTRAINT audience_push_connector_fkey FOREIGN KEY (connector_id) REFERENCES connector(id),
        CONSTRAINT audience_push_base_fkey FOREIGN KEY (base_push_id) REFERENCES audience_push(id),
        CONSTRAINT audience_push_run_fkey FOREIGN KEY (run_id) REFERENCES job_run(id)
      )
    `);
    await runner.query("CREATE INDEX audience_push_organisation_idx ON audience_push (organisation_id)");
    await runner.query(
      "CREATE INDEX audience_push_list_idx ON audience_push (audience_pack_id, connector_id, created_at, id)",
    );
    await runner.query(`
      CREATE TABLE audience_push_chunk (
        push_id uuid NOT NULL,
        operation text NOT NULL,
        number integer NOT NULL,
        organisation_id uuid NOT NULL,
        ids integer NOT NULL,
        matched integer,
        sha256 text NOT NULL,
        mark text NOT NULL,
        sent_at timestamptz NOT NULL,
        CONSTRAINT audience_push_chunk_operation_check CHECK (operation IN ('ADD', 'REMOVE')),
        CONSTRAINT audience_push_chunk_pkey PRIMARY KEY (push_id, operation, number),
        CONSTRAINT audience_push_chunk_push_fkey FOREIGN KEY (push_id) REFERENCES audience_push(id),
        CONSTRAINT audience_push_chunk_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX audience_push_chunk_organisation_idx ON audience_push_chunk (organisation_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
