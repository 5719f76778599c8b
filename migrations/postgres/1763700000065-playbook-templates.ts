import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/**
 * What organisations share with all others: a table that says nothing of whose a row is, which everybody reads and the system
 * writes, and one that says it to the author alone.
 */
export class PlaybookTemplates1763700000065 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE playbook_template (
        id uuid NOT NULL,
        title text NOT NULL,
        category_id integer NOT NULL,
        content jsonb NOT NULL,
        shared_on timestamptz NOT NULL,
        withdrawn_at timestamptz,
        CONSTRAINT playbook_template_pkey PRIMARY KEY (id),
        CONSTRAINT playbook_template_category_fkey FOREIGN KEY (category_id) REFERENCES category(id)
      )
    `);
    await runner.query("CREATE INDEX playbook_template_category_idx ON playbook_template (category_id)");
    await runner.query("GRANT SELECT ON playbook_template TO valuegraph_app");
    await runner.query("GRANT SELECT, INSERT, UPDATE, DELETE ON playbook_template TO valuegraph_system");
    await runner.query(`
      CREATE TABLE playbook_template_author (
        template_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        playbook_id uuid NOT NULL,
        CONSTRAINT playbook_template_author_pkey PRIMARY KEY (template_id),
        CONSTRAINT playbook_template_author_template_fkey FOREIGN KEY (template_id) REFERENCES playbook_template(id),
        CONSTRAINT playbook_template_author_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT playbook_template_author_playbook_fkey FOREIGN KEY (playbook_id) REFERENCES playbook(id)
      )
    `);
    await runner.query(
      "CREATE INDEX playbook_template_author_organisation_idx ON playbook_template_author (organisation_id)",
    );
    await runner.query("CREATE INDEX playbook_template_author_playbook_idx ON playbook_template_author (playbook_id)");
    await ownRows(runner, "playbook_template_author", "SELECT, INSERT");
    await runner.query("ALTER TABLE playbook ADD template_id uuid");
    await runner.query(
      "ALTER TABLE playbook ADD CONSTRAINT playbook_template_fkey FOREIGN KEY (template_id) REFERENCES playbook_template(id)",
    );
    await runner.query("CREATE INDEX playbook_template_idx ON playbook (template_id)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE playbook DROP COLUMN template_id");
    for (const table of ["playbook_template_author", "playbook_template"]) await runner.query(`DROP TABLE ${table}`);
  }
}
