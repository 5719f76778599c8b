import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** What each access key asked of freely chosen groups on a day, as hashes: how many different questions it may ask is bounded. */
export class AskedQuestions1763700000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE organisation ADD COLUMN daily_questions integer NOT NULL DEFAULT 5000");
    await runner.query(
      "ALTER TABLE organisation ADD CONSTRAINT organisation_questions_check CHECK (daily_questions >= 1)",
    );
    await runner.query(`
      CREATE TABLE asked_question (
        access_key_id uuid NOT NULL,
        day date NOT NULL,
        question bytea NOT NULL,
        organisation_id uuid NOT NULL,
        CONSTRAINT asked_question_pkey PRIMARY KEY (access_key_id, day, question),
        CONSTRAINT asked_question_access_key_fkey FOREIGN KEY (access_key_id) REFERENCES access_key (id),
        CONSTRAINT asked_question_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id)
      )
    `);
    await runner.query("CREATE INDEX asked_question_organisation_idx ON asked_question (organisation_id)");
    await ownRows(runner, "asked_question", "SELECT, INSERT, DELETE");
    await runner.query("CREATE INDEX idempotency_key_created_idx ON idempotency_key (created_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX idempotency_key_created_idx");
    await runner.query("DROP TABLE asked_question CASCADE");
    await runner.query("ALTER TABLE organisation DROP COLUMN daily_questions");
  }
}
