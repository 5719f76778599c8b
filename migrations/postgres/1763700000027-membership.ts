import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["membership_programme", "membership_tiers", "member_evaluation"];

/** Membership programmes, the versions of their tiers, and the published evaluations of their members. */
export class Membership1763700000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE membership_programme (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        target_net_adds bigint,
        target_from timestamptz,
        target_to timestamptz,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT membership_programme_target_check CHECK (
          num_nulls(target_net_adds, target_from, target_to) IN (0, 3) AND target_net_adds > 0 AND target_from < target_to),
        CONSTRAINT membership_programme_pkey PRIMARY KEY (id),
        CONSTRAINT membership_programme_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT membership_programme_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX membership_programme_brand_idx ON membership_programme (brand_id)");
    await runner.query(
      "CREATE UNIQUE INDEX membership_programme_brand_key ON membership_programme (organisation_id, brand_id)",
    );
    await runner.query(`
      CREATE TABLE membership_tiers (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        programme_id uuid NOT NULL,
        version integer NOT NULL,
        definition jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT membership_tiers_pkey PRIMARY KEY (id),
        CONSTRAINT membership_tiers_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT membership_tiers_programme_fkey FOREIGN KEY (programme_id) REFERENCES membership_programme(id)
      )
    `);
    await runner.query("CREATE INDEX membership_tiers_organisation_idx ON membership_tiers (organisation_id)");
    await runner.query("CREATE UNIQUE INDEX membership_tiers_version_key ON membership_tiers (programme_id, version)");
    await runner.query(`
      CREATE TABLE member_evaluation (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        tiers_id uuid NOT NULL,
        as_of timestamptz NOT NULL,
        known_at timestamptz NOT NULL,
        plane_version bigint NOT NULL,
        outdated_at timestamptz,
        erased_people bigint NOT NULL DEFAULT 0,
        counts bigint array NOT NULL,
        CONSTRAINT member_evaluation_pkey PRIMARY KEY (id),
        CONSTRAINT member_evaluation_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT member_evaluation_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT member_evaluation_tiers_fkey FOREIGN KEY (tiers_id) REFERENCES membership_tiers(id)
      )
    `);
    await runner.query("CREATE INDEX member_evaluation_organisation_idx ON member_evaluation (organisation_id)");
    await runner.query("CREATE INDEX member_evaluation_tiers_idx ON member_evaluation (tiers_id, as_of)");
    await runner.query(
      "CREATE INDEX member_evaluation_current_idx ON member_evaluation (brand_id, as_of) WHERE outdated_at IS NULL",
    );
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
