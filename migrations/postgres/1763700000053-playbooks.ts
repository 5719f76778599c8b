import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** What closed campaigns did, kept to be done again, and what was made of it. */
export class Playbooks1763700000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE playbook (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        campaign_id uuid NOT NULL,
        name text NOT NULL,
        content jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT playbook_pkey PRIMARY KEY (id),
        CONSTRAINT playbook_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT playbook_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT playbook_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX playbook_name_key ON playbook (organisation_id, brand_id, name)");
    await runner.query("CREATE INDEX playbook_brand_idx ON playbook (brand_id)");
    await runner.query("CREATE INDEX playbook_campaign_idx ON playbook (campaign_id)");
    await runner.query(`
      CREATE TABLE playbook_use (
        campaign_id uuid NOT NULL,
        playbook_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT playbook_use_pkey PRIMARY KEY (campaign_id),
        CONSTRAINT playbook_use_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id),
        CONSTRAINT playbook_use_playbook_fkey FOREIGN KEY (playbook_id) REFERENCES playbook(id),
        CONSTRAINT playbook_use_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX playbook_use_playbook_idx ON playbook_use (playbook_id)");
    await runner.query("CREATE INDEX playbook_use_organisation_idx ON playbook_use (organisation_id)");
    await runner.query(`
      CREATE TABLE playbook_pack (
        audience_pack_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        place integer NOT NULL,
        CONSTRAINT playbook_pack_pkey PRIMARY KEY (audience_pack_id),
        CONSTRAINT playbook_pack_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id),
        CONSTRAINT playbook_pack_use_fkey FOREIGN KEY (campaign_id) REFERENCES playbook_use(campaign_id),
        CONSTRAINT playbook_pack_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX playbook_pack_use_idx ON playbook_pack (campaign_id)");
    await runner.query("CREATE INDEX playbook_pack_organisation_idx ON playbook_pack (organisation_id)");
    for (const table of ["playbook", "playbook_use", "playbook_pack"]) await ownRows(runner, table, "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["playbook_pack", "playbook_use", "playbook"]) await runner.query(`DROP TABLE ${table}`);
  }
}
