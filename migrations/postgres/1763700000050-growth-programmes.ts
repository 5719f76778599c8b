import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["growth_programme", "growth_phase"];

/** Campaigns in sequence, and which of them the others are compared with. */
export class GrowthProgrammes1763700000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE growth_programme (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        comparison_base_id uuid NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT growth_programme_pkey PRIMARY KEY (id),
        CONSTRAINT growth_programme_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT growth_programme_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT growth_programme_base_fkey FOREIGN KEY (comparison_base_id) REFERENCES campaign(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX growth_programme_name_key ON growth_programme (organisation_id, brand_id, name)",
    );
    await runner.query("CREATE INDEX growth_programme_brand_idx ON growth_programme (brand_id)");
    await runner.query("CREATE INDEX growth_programme_base_idx ON growth_programme (comparison_base_id)");
    await runner.query(`
      CREATE TABLE growth_phase (
        campaign_id uuid NOT NULL,
        growth_programme_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        place integer NOT NULL,
        focuses text[] NOT NULL,
        modules text[] NOT NULL,
        inherits_packs boolean NOT NULL,
        CONSTRAINT growth_phase_focuses_check CHECK (focuses <@ ARRAY['ACQUIRE', 'CONVERT', 'RETAIN']),
        CONSTRAINT growth_phase_modules_check CHECK (modules <@ ARRAY['TARGETING_GROUP', 'OSMOSIS', 'ADVANCING', 'LOYALTY']),
        CONSTRAINT growth_phase_pkey PRIMARY KEY (campaign_id),
        CONSTRAINT growth_phase_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
        CONSTRAINT growth_phase_programme_fkey FOREIGN KEY (growth_programme_id) REFERENCES growth_programme(id) ON DELETE CASCADE,
        CONSTRAINT growth_phase_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX growth_phase_programme_idx ON growth_phase (growth_programme_id)");
    await runner.query("CREATE INDEX growth_phase_organisation_idx ON growth_phase (organisation_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
