import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Look-alike models as they were fitted; never changed. */
export class LookAlike1763700000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE look_alike_model (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        seed_build_id uuid NOT NULL,
        seed_pack_id uuid NOT NULL,
        from_at timestamptz NOT NULL,
        as_of timestamptz NOT NULL,
        fitted_at timestamptz NOT NULL,
        people bigint NOT NULL,
        seed_people bigint NOT NULL,
        report jsonb NOT NULL,
        CONSTRAINT look_alike_model_pkey PRIMARY KEY (id),
        CONSTRAINT look_alike_model_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT look_alike_model_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT look_alike_model_seed_pack_fkey FOREIGN KEY (seed_pack_id) REFERENCES audience_pack(id)
      )
    `);
    await runner.query("CREATE INDEX look_alike_model_organisation_idx ON look_alike_model (organisation_id)");
    await runner.query("CREATE INDEX look_alike_model_brand_idx ON look_alike_model (brand_id, fitted_at, id)");
    await runner.query("CREATE INDEX look_alike_model_seed_pack_idx ON look_alike_model (seed_pack_id)");
    await ownRows(runner, "look_alike_model", "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE look_alike_model");
  }
}
