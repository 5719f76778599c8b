import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["crowd_strategy", "crowd", "engage_plan", "engage_line"];

/** How crowds are advertised to, each person in one of them, and what is done with packs after a campaign. */
export class CrowdStrategiesAndEngagePlans1763700000037 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE crowd_strategy (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT crowd_strategy_pkey PRIMARY KEY (id),
        CONSTRAINT crowd_strategy_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT crowd_strategy_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX crowd_strategy_name_key ON crowd_strategy (organisation_id, brand_id, name)",
    );
    await runner.query("CREATE INDEX crowd_strategy_brand_idx ON crowd_strategy (brand_id)");
    await runner.query(`
      CREATE TABLE crowd (
        crowd_strategy_id uuid NOT NULL,
        priority integer NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        name text NOT NULL,
        objective text NOT NULL,
        channels text[] NOT NULL,
        creative_group text,
        bid_multiplier numeric NOT NULL,
        cap_touches integer,
        cap_days integer,
        CONSTRAINT crowd_objective_check CHECK (objective IN ('BRAND_AD', 'CONTENT_SEED', 'PERFORMANCE_AD', 'SEARCH_AD', 'RETARGETING')),
        CONSTRAINT crowd_bid_check CHECK (bid_multiplier BETWEEN 0 AND 10),
        CONSTRAINT crowd_cap_check CHECK (num_nonnulls(cap_touches, cap_days) <> 1 AND cap_touches >= 1 AND cap_days >= 1),
        CONSTRAINT crowd_pkey PRIMARY KEY (crowd_strategy_id, priority),
        CONSTRAINT crowd_strategy_fkey FOREIGN KEY (crowd_strategy_id) REFERENCES crowd_strategy(id) ON DELETE CASCADE,
        CONSTRAINT crowd_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT crowd_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id)
      )
    `);
    await runner.query("CREATE INDEX crowd_organisation_idx ON crowd (organisation_id)");
    await runner.query("CREATE INDEX crowd_pack_idx ON crowd (audience_pack_id)");
    await runner.query(`
      CREATE TABLE engage_plan (
        campaign_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        version integer NOT NULL,
        access_key_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT engage_plan_pkey PRIMARY KEY (campaign_id),
        CONSTRAINT engage_plan_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
        CONSTRAINT engage_plan_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX engage_plan_organisation_idx ON engage_plan (organisation_id)");
    await runner.query(`
      CREATE TABLE engage_line (
        audience_pack_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        place integer NOT NULL,
        next_action text NOT NULL,
        note text,
        cadence_days integer NOT NULL,
        starts_at timestamptz NOT NULL,
        CONSTRAINT engage_line_action_check CHECK (next_action IN ('SECOND_TOUCH', 'CONTENT', 'MEMBER_INVITATION', 'BENEFIT', 'REPURCHASE_OFFER', 'REVIEW_REQUEST', 'WIN_BACK', 'REST')),
        CONSTRAINT engage_line_cadence_check CHECK (cadence_days BETWEEN 1 AND 365),
        CONSTRAINT engage_line_pkey PRIMARY KEY (audience_pack_id),
        CONSTRAINT engage_line_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id),
        CONSTRAINT engage_line_plan_fkey FOREIGN KEY (campaign_id) REFERENCES engage_plan(campaign_id) ON DELETE CASCADE,
        CONSTRAINT engage_line_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX engage_line_campaign_idx ON engage_line (campaign_id)");
    await runner.query("CREATE INDEX engage_line_organisation_idx ON engage_line (organisation_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
