import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** A brand's year by month and channel, as scenarios that are approved. */
export class YearPlans1763700000057 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE year_plan (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        year integer NOT NULL,
        name text,
        version integer NOT NULL,
        state text NOT NULL,
        objective text NOT NULL,
        total_minor bigint NOT NULL,
        currency_code text NOT NULL,
        lines jsonb NOT NULL,
        certificate jsonb NOT NULL,
        approved_by_id uuid,
        approved_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT year_plan_state_check CHECK (state IN ('DRAFT', 'APPROVED')),
        CONSTRAINT year_plan_pkey PRIMARY KEY (id),
        CONSTRAINT year_plan_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT year_plan_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT year_plan_approved_by_fkey FOREIGN KEY (approved_by_id) REFERENCES access_key(id)
      )
    `);
    await runner.query("CREATE INDEX year_plan_organisation_idx ON year_plan (organisation_id)");
    await runner.query("CREATE INDEX year_plan_brand_idx ON year_plan (brand_id)");
    await runner.query("CREATE INDEX year_plan_approved_by_idx ON year_plan (approved_by_id)");
    await ownRows(runner, "year_plan", "SELECT, INSERT, UPDATE");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE year_plan");
  }
}
