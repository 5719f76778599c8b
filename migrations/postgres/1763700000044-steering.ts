import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["steering_plan", "steering_line", "steering_level", "hourly_decision", "hourly_decision_change"];

/** Money of placements that is moved from hour to hour, and every decision to do so. */
export class Steering1763700000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE steering_plan (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        total_minor bigint NOT NULL,
        currency_code text NOT NULL,
        outcome text NOT NULL,
        hour_weights integer[],
        late_hours integer NOT NULL,
        max_step_percent integer NOT NULL,
        seed integer NOT NULL,
        mode text NOT NULL,
        version integer NOT NULL,
        access_key_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        automatic_hour timestamptz,
        CONSTRAINT steering_plan_window_check CHECK (starts_at < ends_at),
        CONSTRAINT steering_plan_total_check CHECK (total_minor > 0),
        CONSTRAINT steering_plan_outcome_check CHECK (outcome IN ('CLICKS', 'IMPRESSIONS')),
        CONSTRAINT steering_plan_mode_check CHECK (mode IN ('MANUAL', 'AUTOMATIC')),
        CONSTRAINT steering_plan_pkey PRIMARY KEY (id),
        CONSTRAINT steering_plan_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT steering_plan_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE
      )
    `);
    await runner.query("CREATE INDEX steering_plan_organisation_idx ON steering_plan (organisation_id)");
    await runner.query("CREATE INDEX steering_plan_campaign_idx ON steering_plan (campaign_id)");
    await runner.query(`
      CREATE TABLE steering_line (
        plan_id uuid NOT NULL,
        placement_id uuid NOT NULL,
        place integer NOT NULL,
        organisation_id uuid NOT NULL,
        planned_minor bigint NOT NULL,
        floor_minor bigint NOT NULL,
        ceiling_minor bigint,
        is_frozen boolean NOT NULL,
        CONSTRAINT steering_line_bounds_check CHECK (floor_minor >= 0 AND (ceiling_minor IS NULL OR floor_minor <= ceiling_minor)),
        CONSTRAINT steering_line_pkey PRIMARY KEY (plan_id, placement_id),
        CONSTRAINT steering_line_plan_fkey FOREIGN KEY (plan_id) REFERENCES steering_plan(id) ON DELETE CASCADE,
        CONSTRAINT steering_line_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT steering_line_placement_fkey FOREIGN KEY (placement_id) REFERENCES placement(id) ON DELETE CASCADE
      )
    `);
    await runner.query("CREATE INDEX steering_line_organisation_idx ON steering_line (organisation_id)");
    await runner.query("CREATE INDEX steering_line_placement_idx ON steering_line (placement_id)");
    await runner.query(`
      CREATE TABLE steering_level (
        plan_id uuid NOT NULL,
        placement_id uuid NOT NULL,
        valid_from timestamptz NOT NULL,
        organisation_id uuid NOT NULL,
        level_minor bigint NOT NULL,
        CONSTRAINT steering_level_check CHECK (level_minor >= 0),
        CONSTRAINT steering_level_pkey PRIMARY KEY (plan_id, placement_id, valid_from),
        CONSTRAINT steering_level_plan_fkey FOREIGN KEY (plan_id) REFERENCES steering_plan(id) ON DELETE CASCADE,
        CONSTRAINT steering_level_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX steering_level_organisation_idx ON steering_level (organisation_id)");
    await runner.query(`
      CREATE TABLE hourly_decision (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        plan_id uuid NOT NULL,
        state text NOT NULL,
        version integer NOT NULL,
        plan_version integer NOT NULL,
        applied_plan_version integer,
        known_at timestamptz NOT NULL,
        effective_from timestamptz NOT NULL,
        evidence jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT hourly_decision_state_check
          CHECK (state IN ('PROPOSED', 'APPROVED', 'APPLIED', 'ROLLED_BACK', 'REJECTED', 'SUPERSEDED')),
        CONSTRAINT hourly_decision_applied_check
          CHECK ((state IN ('APPLIED', 'ROLLED_BACK')) = (applied_plan_version IS NOT NULL)),
        CONSTRAINT hourly_decision_pkey PRIMARY KEY (id),
        CONSTRAINT hourly_decision_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT hourly_decision_plan_fkey FOREIGN KEY (plan_id) REFERENCES steering_plan(id) ON DELETE CASCADE
      )
    `);
    await runner.query("CREATE INDEX hourly_decision_organisation_idx ON hourly_decision (organisation_id)");
    await runner.query("CREATE INDEX hourly_decision_plan_idx ON hourly_decision (plan_id)");
    await runner.query(`
      CREATE TABLE hourly_decision_change (
        decision_id uuid NOT NULL,
        version integer NOT NULL,
        organisation_id uuid NOT NULL,
        change text NOT NULL,
        reason text,
        is_automatic boolean NOT NULL,
        access_key_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT hourly_decision_change_check
          CHECK (change IN ('PROPOSED', 'APPROVED', 'APPLIED', 'ROLLED_BACK', 'REJECTED', 'SUPERSEDED')),
        CONSTRAINT hourly_decision_change_pkey PRIMARY KEY (decision_id, version),
        CONSTRAINT hourly_decision_change_decision_fkey FOREIGN KEY (decision_id) REFERENCES hourly_decision(id) ON DELETE CASCADE,
        CONSTRAINT hourly_decision_change_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query(
      "CREATE INDEX hourly_decision_change_organisation_idx ON hourly_decision_change (organisation_id)",
    );
    for (const table of TABLES) await ownRows(runner, table, "SELECT, INSERT, UPDATE");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
