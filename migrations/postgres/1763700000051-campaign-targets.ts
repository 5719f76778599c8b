import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["campaign_target_set", "campaign_target"];

/** What campaigns and their steps are aimed at. */
export class CampaignTargets1763700000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE campaign_target_set (
        campaign_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        version integer NOT NULL,
        access_key_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT campaign_target_set_pkey PRIMARY KEY (campaign_id),
        CONSTRAINT campaign_target_set_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
        CONSTRAINT campaign_target_set_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX campaign_target_set_organisation_idx ON campaign_target_set (organisation_id)");
    await runner.query(`
      CREATE TABLE campaign_target (
        campaign_id uuid NOT NULL,
        place integer NOT NULL,
        organisation_id uuid NOT NULL,
        metric text NOT NULL,
        step text,
        target_value double precision NOT NULL,
        owner text NOT NULL,
        due_on date NOT NULL,
        source_id integer,
        CONSTRAINT campaign_target_step_check CHECK (step IN ('VECTOR', 'ACQUIRE', 'LEAD', 'UPSELL', 'ENGAGE')),
        CONSTRAINT campaign_target_value_check CHECK (target_value > 0),
        CONSTRAINT campaign_target_pkey PRIMARY KEY (campaign_id, place),
        CONSTRAINT campaign_target_set_fkey FOREIGN KEY (campaign_id) REFERENCES campaign_target_set(campaign_id) ON DELETE CASCADE,
        CONSTRAINT campaign_target_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT campaign_target_source_fkey FOREIGN KEY (source_id) REFERENCES touchpoint_source(id)
      )
    `);
    await runner.query("CREATE INDEX campaign_target_organisation_idx ON campaign_target (organisation_id)");
    await runner.query("CREATE INDEX campaign_target_source_idx ON campaign_target (source_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
