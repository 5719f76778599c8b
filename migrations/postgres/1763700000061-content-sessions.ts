import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Live rooms and posts of a brand with what they are to bring. */
export class ContentSessions1763700000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_session (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        code text NOT NULL,
        kind text NOT NULL,
        title text NOT NULL,
        platform text NOT NULL,
        content_code text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        goal_minor bigint,
        currency_code text NOT NULL,
        registered_at timestamptz NOT NULL,
        CONSTRAINT content_session_kind_check CHECK (kind IN ('LIVE', 'CONTENT')),
        CONSTRAINT content_session_window_check CHECK (starts_at < ends_at),
        CONSTRAINT content_session_goal_check CHECK (goal_minor > 0),
        CONSTRAINT content_session_pkey PRIMARY KEY (id),
        CONSTRAINT content_session_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT content_session_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX content_session_code_key ON content_session (organisation_id, brand_id, code)",
    );
    await runner.query("CREATE INDEX content_session_brand_idx ON content_session (brand_id)");
    await ownRows(runner, "content_session");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE content_session");
  }
}
