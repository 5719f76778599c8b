import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Bookings of search slots for keywords. */
export class KeywordTakeovers1763700000063 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE keyword_takeover (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        platform text NOT NULL,
        slot_code text NOT NULL,
        product_code text NOT NULL,
        keywords text[] NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        state text NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT keyword_takeover_keywords_check CHECK (cardinality(keywords) > 0),
        CONSTRAINT keyword_takeover_window_check CHECK (starts_at < ends_at),
        CONSTRAINT keyword_takeover_state_check CHECK (state IN ('BOOKED', 'CANCELLED')),
        CONSTRAINT keyword_takeover_pkey PRIMARY KEY (id),
        CONSTRAINT keyword_takeover_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT keyword_takeover_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(
      "CREATE INDEX keyword_takeover_slot_idx ON keyword_takeover (organisation_id, platform, slot_code, ends_at)",
    );
    await runner.query("CREATE INDEX keyword_takeover_brand_idx ON keyword_takeover (brand_id)");
    await ownRows(runner, "keyword_takeover");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE keyword_takeover");
  }
}
