import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Models of what customers are worth, how their values are cut into tiers, and what models said as of a day. */
export class CustomerValue1763700000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer_value_model (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        version integer NOT NULL,
        currency_code text NOT NULL,
        acquired_from date,
        as_of date NOT NULL,
        fitted_at timestamptz NOT NULL,
        people bigint NOT NULL,
        report jsonb NOT NULL,
        approved_by_id uuid,
        approved_at timestamptz,
        CONSTRAINT customer_value_model_approval_check CHECK (num_nonnulls(approved_by_id, approved_at) <> 1),
        CONSTRAINT customer_value_model_pkey PRIMARY KEY (id),
        CONSTRAINT customer_value_model_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT customer_value_model_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX customer_value_model_version_key ON customer_value_model (organisation_id, brand_id, version)",
    );
    await runner.query("CREATE INDEX customer_value_model_brand_idx ON customer_value_model (brand_id)");
    await runner.query(`
      CREATE TABLE value_tier_cuts (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        version integer NOT NULL,
        cuts jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by_id uuid NOT NULL,
        CONSTRAINT value_tier_cuts_pkey PRIMARY KEY (id),
        CONSTRAINT value_tier_cuts_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT value_tier_cuts_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX value_tier_cuts_version_key ON value_tier_cuts (organisation_id, brand_id, version)",
    );
    await runner.query("CREATE INDEX value_tier_cuts_brand_idx ON value_tier_cuts (brand_id)");
    await runner.query(`
      CREATE TABLE customer_value_scoring (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        model_id uuid NOT NULL,
        cuts_version integer NOT NULL,
        as_of date NOT NULL,
        horizon_days integer NOT NULL,
        annual_discount_rate double precision NOT NULL,
        known_at timestamptz NOT NULL,
        outdated_at timestamptz,
        erased_people bigint NOT NULL DEFAULT 0,
        people bigint NOT NULL,
        report jsonb NOT NULL,
        CONSTRAINT customer_value_scoring_pkey PRIMARY KEY (id),
        CONSTRAINT customer_value_scoring_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT customer_value_scoring_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT customer_value_scoring_model_fkey FOREIGN KEY (model_id) REFERENCES customer_value_model(id)
      )
    `);
    await runner.query(
      "CREATE INDEX customer_value_scoring_organisation_idx ON customer_value_scoring (organisation_id)",
    );
    await runner.query("CREATE INDEX customer_value_scoring_brand_idx ON customer_value_scoring (brand_id, as_of, id)");
    await runner.query("CREATE INDEX customer_value_scoring_model_idx ON customer_value_scoring (model_id)");
    await ownRows(runner, "customer_value_model", "SELECT, INSERT, UPDATE (approved_by_id, approved_at)");
    await ownRows(runner, "value_tier_cuts", "SELECT, INSERT");
    await ownRows(runner, "customer_value_scoring", "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["customer_value_scoring", "value_tier_cuts", "customer_value_model"])
      await runner.query(`DROP TABLE ${table}`);
  }
}
