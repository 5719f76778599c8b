import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["search_dictionary", "search_alias", "trend_topic"];

/** What people call a brand and its products when they search, and the topics of the day. */
export class SearchTrends1763700000029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE search_dictionary (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT search_dictionary_pkey PRIMARY KEY (organisation_id, brand_id),
        CONSTRAINT search_dictionary_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT search_dictionary_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX search_dictionary_brand_idx ON search_dictionary (brand_id)");
    await runner.query(`
      CREATE TABLE search_alias (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        alias text NOT NULL,
        keyword text NOT NULL,
        kind text NOT NULL,
        product_code text,
        valid_from date NOT NULL,
        valid_to date,
        since_version integer NOT NULL,
        until_version integer,
        created_at timestamptz NOT NULL,
        CONSTRAINT search_alias_kind_check CHECK (kind IN ('BRAND_NAME', 'PRODUCT_NAME', 'NICKNAME')),
        CONSTRAINT search_alias_days_check CHECK (valid_from < valid_to),
        CONSTRAINT search_alias_versions_check CHECK (since_version < until_version),
        CONSTRAINT search_alias_pkey PRIMARY KEY (id),
        CONSTRAINT search_alias_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT search_alias_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX search_alias_brand_idx ON search_alias (brand_id)");
    await runner.query(
      "CREATE UNIQUE INDEX search_alias_current_key ON search_alias (organisation_id, brand_id, keyword, valid_from) WHERE until_version IS NULL",
    );
    await runner.query(`
      CREATE TABLE trend_topic (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        source text NOT NULL,
        code text NOT NULL,
        title text NOT NULL,
        heat double precision NOT NULL,
        starts_at timestamptz NOT NULL,
        half_life_hours double precision NOT NULL,
        tags text[] NOT NULL,
        keywords text[] NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT trend_topic_heat_check CHECK (heat > 0),
        CONSTRAINT trend_topic_half_life_check CHECK (half_life_hours > 0),
        CONSTRAINT trend_topic_pkey PRIMARY KEY (id),
        CONSTRAINT trend_topic_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX trend_topic_code_key ON trend_topic (organisation_id, source, code)");
    await runner.query("CREATE INDEX trend_topic_start_idx ON trend_topic (organisation_id, starts_at)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
