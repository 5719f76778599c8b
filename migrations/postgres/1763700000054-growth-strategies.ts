import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** What a brand tries in order to grow, and the experiment that measures it. */
export class GrowthStrategies1763700000054 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE growth_strategy (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        objective text NOT NULL,
        dimensions jsonb NOT NULL,
        campaign_id uuid,
        experiment_id uuid,
        variant text,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        archived_at timestamptz,
        CONSTRAINT growth_strategy_objective_check CHECK
          (objective IN ('NEW_AWARE', 'NEW_APPEAL', 'NEW_ACT', 'NEW_ADVOCATE', 'CONVERSIONS', 'VALUE', 'REPURCHASE')),
        CONSTRAINT growth_strategy_variant_check CHECK (num_nonnulls(experiment_id, variant) <> 1),
        CONSTRAINT growth_strategy_pkey PRIMARY KEY (id),
        CONSTRAINT growth_strategy_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT growth_strategy_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT growth_strategy_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX growth_strategy_name_key ON growth_strategy (organisation_id, brand_id, name)",
    );
    await runner.query("CREATE INDEX growth_strategy_brand_idx ON growth_strategy (brand_id)");
    await runner.query("CREATE INDEX growth_strategy_campaign_idx ON growth_strategy (campaign_id)");
    await ownRows(runner, "growth_strategy", "SELECT, INSERT, UPDATE");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE growth_strategy");
  }
}
