import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** When placements run, and what was planned for it. */
export class Flights1763700000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE flight (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        placement_id uuid NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        format text NOT NULL,
        shape text NOT NULL,
        hour_weights integer[],
        planned_impressions bigint,
        planned_cost_minor bigint,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        cancelled_at timestamptz,
        CONSTRAINT flight_days_check CHECK (starts_on <= ends_on),
        CONSTRAINT flight_format_check CHECK (format IN ('SPLASH', 'FEED', 'SEARCH', 'VIDEO', 'LIVE', 'BANNER', 'OTHER')),
        CONSTRAINT flight_shape_check CHECK (shape IN ('EVEN', 'FRONT_LOADED', 'BACK_LOADED')),
        CONSTRAINT flight_plan_check CHECK (num_nonnulls(planned_impressions, planned_cost_minor) > 0),
        CONSTRAINT flight_pkey PRIMARY KEY (id),
        CONSTRAINT flight_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT flight_placement_fkey FOREIGN KEY (placement_id) REFERENCES placement(id) ON DELETE CASCADE
      )
    `);
    await runner.query("CREATE INDEX flight_organisation_idx ON flight (organisation_id)");
    await runner.query("CREATE INDEX flight_placement_idx ON flight (placement_id)");
    await ownRows(runner, "flight", "SELECT, INSERT, UPDATE");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE flight");
  }
}
