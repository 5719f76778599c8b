import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** People by touches of an attribution report's campaign, counted once. */
export class Effects1763700000048 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report_frequency (
        report_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        counts jsonb NOT NULL,
        counted_at timestamptz NOT NULL,
        CONSTRAINT report_frequency_pkey PRIMARY KEY (report_id),
        CONSTRAINT report_frequency_report_fkey FOREIGN KEY (report_id) REFERENCES attribution_report(id) ON DELETE CASCADE,
        CONSTRAINT report_frequency_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX report_frequency_organisation_idx ON report_frequency (organisation_id)");
    await ownRows(runner, "report_frequency", "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE report_frequency");
  }
}
