import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const SETTINGS =
  '{"position":{"first":0.4,"last":0.4},"halfLifeDays":7,"markovOrder":1,"shapleySeed":1,"lookbacks":[],"notes":{}}';

/**
 * Reports about brands and imported paths beside campaigns, with what converts, the models' settings and the lines of every
 * dimension. Those of before are about orders of campaigns, by platform and placement.
 */
export class AttributionSubjects1763700000045 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attribution_path_set (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        name text NOT NULL,
        currency_code text NOT NULL,
        direct_channels text array NOT NULL,
        rows jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT attribution_path_set_pkey PRIMARY KEY (id),
        CONSTRAINT attribution_path_set_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX attribution_path_set_organisation_idx ON attribution_path_set (organisation_id)");
    await ownRows(runner, "attribution_path_set", "SELECT, INSERT");

    await runner.query(`
      ALTER TABLE attribution_report
        ADD COLUMN subject text,
        ADD COLUMN brand_id integer,
        ADD COLUMN path_set_id uuid,
        ADD COLUMN from_at timestamptz,
        ADD COLUMN to_at timestamptz,
        ADD COLUMN conversion_action text NOT NULL DEFAULT 'ORDER',
        ADD COLUMN stage text,
        ADD COLUMN dimensions text array NOT NULL DEFAULT '{PLATFORM,PLACEMENT}',
        ADD COLUMN settings jsonb NOT NULL DEFAULT '${SETTINGS}',
        ADD COLUMN across_platforms bigint,
        ADD COLUMN nulls bigint NOT NULL DEFAULT 0,
        ADD COLUMN capped bigint NOT NULL DEFAULT 0,
        ADD COLUMN outdated_at timestamptz,
        ALTER COLUMN campaign_id DROP NOT NULL
    `);
    await runner.query(`
      UPDATE attribution_report SET subject = 'campaign ' || campaign.id, brand_id = campaign.brand_id,
        from_at = campaign.starts_at, to_at = campaign.ends_at
      FROM campaign WHERE campaign.id = campaign_id
    `);
    await runner.query("ALTER TABLE attribution_report ALTER COLUMN subject SET NOT NULL");
    await runner.query(`
      ALTER TABLE attribution_report
        ADD CONSTRAINT attribution_report_conversion_check
          CHECK (conversion_action IN ('ORDER', 'FIRST_ORDER', 'STAGE_REACHED', 'VISIT', 'MEMBER_JOIN')),
        ADD CONSTRAINT attribution_report_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        ADD CONSTRAINT attribution_report_path_set_fkey FOREIGN KEY (path_set_id) REFERENCES attribution_path_set(id)
    `);
    await runner.query("DROP INDEX attribution_report_version_key");
    await runner.query(
      "CREATE UNIQUE INDEX attribution_report_version_key ON attribution_report (organisation_id, subject, version)",
    );
    await runner.query("DROP INDEX attribution_report_organisation_idx");
    await runner.query("CREATE INDEX attribution_report_campaign_idx ON attribution_report (campaign_id)");
    await runner.query("CREATE INDEX attribution_report_brand_idx ON attribution_report (brand_id, as_of)");
    await runner.query("CREATE INDEX attribution_report_path_set_idx ON attribution_report (path_set_id)");

    await runner.query("ALTER TABLE attribution_credit RENAME COLUMN placement TO key");
    await runner.query("ALTER TABLE attribution_credit ADD COLUMN dimension text NOT NULL DEFAULT 'PLACEMENT'");
    await runner.query("ALTER TABLE attribution_credit ALTER COLUMN dimension DROP DEFAULT");
    await runner.query("ALTER TABLE attribution_credit DROP CONSTRAINT attribution_credit_pkey");
    await runner.query(`
      INSERT INTO attribution_credit (report_id, dimension, model, platform, key, organisation_id, conversion_millionths, value_minor)
      SELECT report_id, 'PLATFORM', model, platform, '', organisation_id, sum(conversion_millionths), sum(value_minor)
      FROM attribution_credit GROUP BY report_id, model, platform, organisation_id
    `);
    await runner.query(
      "ALTER TABLE attribution_credit ADD CONSTRAINT attribution_credit_pkey PRIMARY KEY (report_id, dimension, model, platform, key)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM attribution_report WHERE campaign_id IS NULL");
    await runner.query("DELETE FROM attribution_credit WHERE dimension <> 'PLACEMENT'");
    await runner.query("ALTER TABLE attribution_credit DROP CONSTRAINT attribution_credit_pkey");
    await runner.query("ALTER TABLE attribution_credit DROP COLUMN dimension");
    await runner.query("ALTER TABLE attribution_credit RENAME COLUMN key TO placement");
    await runner.query(
      "ALTER TABLE attribution_credit ADD CONSTRAINT attribution_credit_pkey PRIMARY KEY (report_id, model, platform, placement)",
    );
    await runner.query("DROP INDEX attribution_report_version_key");
    await runner.query(`
      ALTER TABLE attribution_report
        DROP COLUMN subject, DROP COLUMN brand_id, DROP COLUMN path_set_id, DROP COLUMN from_at, DROP COLUMN to_at,
        DROP COLUMN conversion_action, DROP COLUMN stage, DROP COLUMN dimensions, DROP COLUMN settings,
        DROP COLUMN across_platforms, DROP COLUMN nulls, DROP COLUMN capped, DROP COLUMN outdated_at,
        ALTER COLUMN campaign_id SET NOT NULL
    `);
    await runner.query("DROP INDEX attribution_report_campaign_idx");
    await runner.query(
      "CREATE UNIQUE INDEX attribution_report_version_key ON attribution_report (campaign_id, version)",
    );
    await runner.query("CREATE INDEX attribution_report_organisation_idx ON attribution_report (organisation_id)");
    await runner.query("DROP TABLE attribution_path_set");
  }
}
