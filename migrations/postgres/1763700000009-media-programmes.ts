import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["media_programme", "creator", "creator_post"];

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/** Contracts with partner media, and the creators and posts that a brand pays for. */
export class MediaProgrammes1763700000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE media_programme (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        partner_platform text NOT NULL,
        contract_number text,
        starts_on date NOT NULL,
        ends_on date,
        has_data_return boolean NOT NULL,
        budget_minor bigint,
        currency_code text NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT media_programme_days_check CHECK (starts_on < ends_on),
        CONSTRAINT media_programme_budget_check CHECK (budget_minor >= 0),
        CONSTRAINT media_programme_pkey PRIMARY KEY (id),
        CONSTRAINT media_programme_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT media_programme_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX media_programme_brand_idx ON media_programme (brand_id)");
    await runner.query("CREATE UNIQUE INDEX media_programme_code_key ON media_programme (organisation_id, code)");
    await runner.query(`
      CREATE TABLE creator (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        tier text NOT NULL,
        platform text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT creator_tier_check CHECK (tier IN ('KOL', 'KOC')),
        CONSTRAINT creator_pkey PRIMARY KEY (id),
        CONSTRAINT creator_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX creator_code_key ON creator (organisation_id, code)");
    await runner.query(`
      CREATE TABLE creator_post (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        content_code text NOT NULL,
        creator_id uuid NOT NULL,
        title text NOT NULL,
        published_at timestamptz NOT NULL,
        cost_minor bigint NOT NULL,
        currency_code text NOT NULL,
        media_programme_id uuid,
        created_at timestamptz NOT NULL,
        CONSTRAINT creator_post_cost_check CHECK (cost_minor >= 0),
        CONSTRAINT creator_post_pkey PRIMARY KEY (id),
        CONSTRAINT creator_post_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT creator_post_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT creator_post_creator_fkey FOREIGN KEY (creator_id) REFERENCES creator(id),
        CONSTRAINT creator_post_media_programme_fkey FOREIGN KEY (media_programme_id) REFERENCES media_programme(id)
      )
    `);
    await runner.query("CREATE INDEX creator_post_brand_idx ON creator_post (brand_id)");
    await runner.query("CREATE INDEX creator_post_creator_idx ON creator_post (creator_id)");
    await runner.query("CREATE INDEX creator_post_media_programme_idx ON creator_post (media_programme_id)");
    await runner.query(
      "CREATE UNIQUE INDEX creator_post_content_key ON creator_post (organisation_id, brand_id, content_code)",
    );
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
      await runner.query(
        `CREATE POLICY own ON ${table} TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
      );
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_app, valuegraph_system`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
