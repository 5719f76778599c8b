import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["reach_matrix", "reach_pack"];

/** Which strategy reaches whom, by version, and the packs of the strategies. */
export class ReachStrategies1763700000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reach_matrix (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        version integer NOT NULL,
        definition jsonb NOT NULL,
        access_key_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT reach_matrix_version_check CHECK (version >= 1),
        CONSTRAINT reach_matrix_pkey PRIMARY KEY (organisation_id, brand_id, version),
        CONSTRAINT reach_matrix_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT reach_matrix_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX reach_matrix_brand_idx ON reach_matrix (brand_id)");
    await runner.query(`
      CREATE TABLE reach_pack (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        strategy_code text NOT NULL,
        audience_pack_id uuid NOT NULL,
        CONSTRAINT reach_pack_pkey PRIMARY KEY (organisation_id, brand_id, strategy_code),
        CONSTRAINT reach_pack_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT reach_pack_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT reach_pack_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id)
      )
    `);
    await runner.query("CREATE INDEX reach_pack_brand_idx ON reach_pack (brand_id)");
    await runner.query("CREATE INDEX reach_pack_pack_idx ON reach_pack (audience_pack_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
