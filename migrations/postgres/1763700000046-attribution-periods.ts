import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Reports by hour and by day. A report and its hours are read by their leading key, so there is no other index but the organisation's. */
export class AttributionPeriods1763700000046 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attribution_period (
        report_id uuid NOT NULL,
        grain text NOT NULL,
        from_at timestamptz NOT NULL,
        organisation_id uuid NOT NULL,
        conversions bigint NOT NULL,
        value_minor bigint NOT NULL,
        unattributed_conversions bigint NOT NULL,
        unattributed_value_minor bigint NOT NULL,
        CONSTRAINT attribution_period_pkey PRIMARY KEY (report_id, grain, from_at),
        CONSTRAINT attribution_period_report_fkey FOREIGN KEY (report_id) REFERENCES attribution_report(id) ON DELETE CASCADE,
        CONSTRAINT attribution_period_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX attribution_period_organisation_idx ON attribution_period (organisation_id)");
    await ownRows(runner, "attribution_period", "SELECT, INSERT");
    await runner.query(`
      CREATE TABLE attribution_period_credit (
        report_id uuid NOT NULL,
        grain text NOT NULL,
        from_at timestamptz NOT NULL,
        model text NOT NULL,
        platform text NOT NULL,
        organisation_id uuid NOT NULL,
        conversion_millionths bigint,
        value_minor bigint,
        CONSTRAINT attribution_period_credit_pkey PRIMARY KEY (report_id, grain, from_at, model, platform),
        CONSTRAINT attribution_period_credit_report_fkey FOREIGN KEY (report_id) REFERENCES attribution_report(id) ON DELETE CASCADE,
        CONSTRAINT attribution_period_credit_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query(
      "CREATE INDEX attribution_period_credit_organisation_idx ON attribution_period_credit (organisation_id)",
    );
    await ownRows(runner, "attribution_period_credit", "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE attribution_period_credit");
    await runner.query("DROP TABLE attribution_period");
  }
}
