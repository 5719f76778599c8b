import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["benefit", "benefit_issue", "benefit_redemption"];

/** The benefits of membership programmes and their ledger: what was issued to whom, and every use of it. */
export class Benefits1763700000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE benefit (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        programme_id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        uses integer NOT NULL,
        valid_days integer,
        unit_cost_minor bigint NOT NULL,
        currency_code text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT benefit_bounds_check CHECK (uses >= 1 AND valid_days >= 1 AND unit_cost_minor >= 0),
        CONSTRAINT benefit_pkey PRIMARY KEY (id),
        CONSTRAINT benefit_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT benefit_programme_fkey FOREIGN KEY (programme_id) REFERENCES membership_programme(id)
      )
    `);
    await runner.query("CREATE INDEX benefit_organisation_idx ON benefit (organisation_id)");
    await runner.query("CREATE UNIQUE INDEX benefit_code_key ON benefit (programme_id, code)");
    await runner.query(`
      CREATE TABLE benefit_issue (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        benefit_id uuid NOT NULL,
        identity_key numeric(39),
        tier text,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz,
        CONSTRAINT benefit_issue_pkey PRIMARY KEY (id),
        CONSTRAINT benefit_issue_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT benefit_issue_benefit_fkey FOREIGN KEY (benefit_id) REFERENCES benefit(id)
      )
    `);
    await runner.query("CREATE INDEX benefit_issue_organisation_idx ON benefit_issue (organisation_id)");
    await runner.query("CREATE INDEX benefit_issue_identity_idx ON benefit_issue (identity_key)");
    await runner.query("CREATE UNIQUE INDEX benefit_issue_identity_key ON benefit_issue (benefit_id, identity_key)");
    await runner.query(`
      CREATE TABLE benefit_redemption (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        benefit_id uuid NOT NULL,
        issue_id uuid NOT NULL,
        use_number integer NOT NULL,
        reference text,
        redeemed_at timestamptz NOT NULL,
        cost_minor bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT benefit_redemption_bounds_check CHECK (use_number >= 1 AND cost_minor >= 0),
        CONSTRAINT benefit_redemption_pkey PRIMARY KEY (id),
        CONSTRAINT benefit_redemption_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT benefit_redemption_benefit_fkey FOREIGN KEY (benefit_id) REFERENCES benefit(id),
        CONSTRAINT benefit_redemption_issue_fkey FOREIGN KEY (issue_id) REFERENCES benefit_issue(id)
      )
    `);
    await runner.query("CREATE INDEX benefit_redemption_organisation_idx ON benefit_redemption (organisation_id)");
    await runner.query("CREATE UNIQUE INDEX benefit_redemption_use_key ON benefit_redemption (issue_id, use_number)");
    await runner.query(
      "CREATE UNIQUE INDEX benefit_redemption_reference_key ON benefit_redemption (benefit_id, reference)",
    );
    for (const table of TABLES) await ownRows(runner, table, "SELECT, INSERT");
    // FOR UPDATE, by which uses of one issue wait for one another, asks for this right; no statement changes the column.
    await runner.query("GRANT UPDATE (expires_at) ON benefit_issue TO valuegraph_app");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
