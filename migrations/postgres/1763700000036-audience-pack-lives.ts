import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["audience_pack_version", "audience_pack_run", "audience_pack_schedule"];

/** Who owns a pack and what it was cloned from, its history of versions and builds, and schedules that build it again. */
export class AudiencePackLives1763700000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE audience_pack ADD COLUMN owner_key_id uuid, ADD COLUMN cloned_from_id uuid");
    await runner.query(
      "ALTER TABLE audience_pack ADD CONSTRAINT audience_pack_cloned_from_fkey FOREIGN KEY (cloned_from_id) REFERENCES audience_pack(id)",
    );
    await runner.query("CREATE INDEX audience_pack_cloned_from_idx ON audience_pack (cloned_from_id)");
    await runner.query(
      "ALTER TABLE audience_pack_build ADD COLUMN run_id uuid, ADD COLUMN people_entered bigint, ADD COLUMN people_left bigint",
    );
    await runner.query(
      "CREATE UNIQUE INDEX audience_pack_build_run_key ON audience_pack_build (run_id, audience_pack_id)",
    );
    await runner.query(`
      CREATE TABLE audience_pack_version (
        audience_pack_id uuid NOT NULL,
        version integer NOT NULL,
        organisation_id uuid NOT NULL,
        change text NOT NULL,
        access_key_id uuid,
        changed_at timestamptz,
        CONSTRAINT audience_pack_version_change_check CHECK (change IN ('CREATED', 'RENAMED', 'TAGS_SET', 'EXPIRY_SET',
          'HANDED_OVER', 'REFRESH_SET', 'RULES_REPLACED', 'FROZEN', 'ARCHIVED')),
        CONSTRAINT audience_pack_version_pkey PRIMARY KEY (audience_pack_id, version),
        CONSTRAINT audience_pack_version_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id) ON DELETE CASCADE,
        CONSTRAINT audience_pack_version_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query(
      "CREATE INDEX audience_pack_version_organisation_idx ON audience_pack_version (organisation_id)",
    );
    await runner.query(`
      CREATE TABLE audience_pack_run (
        run_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        CONSTRAINT audience_pack_run_pkey PRIMARY KEY (audience_pack_id, run_id),
        CONSTRAINT audience_pack_run_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT audience_pack_run_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id) ON DELETE CASCADE
      )
    `);
    await runner.query("CREATE INDEX audience_pack_run_organisation_idx ON audience_pack_run (organisation_id)");
    await runner.query(`
      CREATE TABLE audience_pack_schedule (
        audience_pack_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        access_key_id uuid NOT NULL,
        hour_of_day integer,
        every_hours integer,
        starts_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL,
        skipped_at timestamptz,
        skip_code text,
        skip_message text,
        CONSTRAINT audience_pack_schedule_cadence_check CHECK (num_nonnulls(hour_of_day, every_hours) = 1),
        CONSTRAINT audience_pack_schedule_hour_check CHECK (hour_of_day BETWEEN 0 AND 23),
        CONSTRAINT audience_pack_schedule_hours_check CHECK (every_hours BETWEEN 1 AND 168),
        CONSTRAINT audience_pack_schedule_pkey PRIMARY KEY (audience_pack_id),
        CONSTRAINT audience_pack_schedule_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT audience_pack_schedule_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id) ON DELETE CASCADE
      )
    `);
    await runner.query(
      "CREATE INDEX audience_pack_schedule_organisation_idx ON audience_pack_schedule (organisation_id)",
    );
    await runner.query("CREATE INDEX audience_pack_schedule_next_idx ON audience_pack_schedule (next_at)");
    for (const table of TABLES) await ownRows(runner, table);
    await this.writeKnownHistory(runner);
  }

  /** Of the packs that are there, what their rules tell; who and, but for the first version, when are not known. */
  private async writeKnownHistory(runner: QueryRunner): Promise<void> {
    await runner.query("SELECT set_config('role', 'valuegraph_system', true)");
    await runner.query(`
      INSERT INTO audience_pack_version (audience_pack_id, version, organisation_id, change, changed_at)
      SELECT pack.id, rules.version, pack.organisation_id,
        CASE WHEN rules.version = 1 THEN 'CREATED' ELSE 'RULES_REPLACED' END,
        CASE WHEN rules.version = 1 THEN pack.created_at END
      FROM audience_pack AS pack JOIN audience_pack_rules AS rules ON rules.audience_pack_id = pack.id
    `);
    await runner.query("SELECT set_config('role', 'none', true)");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
    await runner.query(
      "ALTER TABLE audience_pack_build DROP COLUMN people_left, DROP COLUMN people_entered, DROP COLUMN run_id",
    );
    await runner.query("ALTER TABLE audience_pack DROP COLUMN cloned_from_id, DROP COLUMN owner_key_id");
  }
}
