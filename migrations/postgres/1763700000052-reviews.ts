import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Reviews of campaigns, which nobody changes once they are published, and what was learnt from them. */
export class Reviews1763700000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE campaign_review (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        version integer NOT NULL,
        published_at timestamptz NOT NULL,
        chase_pack_id uuid,
        inputs jsonb NOT NULL,
        content jsonb NOT NULL,
        CONSTRAINT campaign_review_pkey PRIMARY KEY (id),
        CONSTRAINT campaign_review_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT campaign_review_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
        CONSTRAINT campaign_review_chase_pack_fkey FOREIGN KEY (chase_pack_id) REFERENCES audience_pack(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX campaign_review_version_key ON campaign_review (campaign_id, version)");
    await runner.query("CREATE INDEX campaign_review_organisation_idx ON campaign_review (organisation_id)");
    await runner.query("CREATE INDEX campaign_review_chase_pack_idx ON campaign_review (chase_pack_id)");
    await runner.query(`
      CREATE TABLE learning (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        review_id uuid NOT NULL,
        flow_from text NOT NULL,
        flow_to text,
        condition text NOT NULL,
        action text NOT NULL,
        effect_value double precision NOT NULL,
        effect_low double precision NOT NULL,
        effect_high double precision NOT NULL,
        people bigint NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT learning_pkey PRIMARY KEY (id),
        CONSTRAINT learning_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT learning_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT learning_review_fkey FOREIGN KEY (review_id) REFERENCES campaign_review(id)
      )
    `);
    await runner.query("CREATE INDEX learning_organisation_idx ON learning (organisation_id)");
    await runner.query("CREATE INDEX learning_brand_idx ON learning (brand_id, id)");
    await runner.query("CREATE INDEX learning_review_idx ON learning (review_id)");
    await runner.query(`
      CREATE TABLE learning_use (
        learning_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        attached_at timestamptz NOT NULL,
        CONSTRAINT learning_use_pkey PRIMARY KEY (learning_id, campaign_id),
        CONSTRAINT learning_use_learning_fkey FOREIGN KEY (learning_id) REFERENCES learning(id),
        CONSTRAINT learning_use_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
        CONSTRAINT learning_use_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX learning_use_campaign_idx ON learning_use (campaign_id)");
    await runner.query("CREATE INDEX learning_use_organisation_idx ON learning_use (organisation_id)");
    await ownRows(runner, "campaign_review", "SELECT, INSERT");
    await ownRows(runner, "learning", "SELECT, INSERT");
    await ownRows(runner, "learning_use");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["learning_use", "learning", "campaign_review"]) await runner.query(`DROP TABLE ${table}`);
  }
}
