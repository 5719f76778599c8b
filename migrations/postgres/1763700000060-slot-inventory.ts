import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Hours of on-site slots that a brand has, with what they cost and how often they were shown. */
export class SlotInventory1763700000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE slot_hour (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        platform text NOT NULL,
        slot_code text NOT NULL,
        starts_at timestamptz NOT NULL,
        exposures bigint NOT NULL,
        price_minor bigint NOT NULL,
        currency_code text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT slot_hour_exposures_check CHECK (exposures >= 0),
        CONSTRAINT slot_hour_price_check CHECK (price_minor >= 0),
        CONSTRAINT slot_hour_pkey PRIMARY KEY (organisation_id, brand_id, starts_at, platform, slot_code),
        CONSTRAINT slot_hour_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT slot_hour_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX slot_hour_brand_idx ON slot_hour (brand_id)");
    await ownRows(runner, "slot_hour");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE slot_hour");
  }
}
