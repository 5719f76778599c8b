import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** What a brand's lines bring for their money, in versions that are never changed. */
export class ResponseCurves1763700000058 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE response_curve (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        version integer NOT NULL,
        period text NOT NULL,
        curve jsonb NOT NULL,
        adstock jsonb NOT NULL,
        fit jsonb,
        draws jsonb NOT NULL,
        reason text,
        access_key_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT response_curve_period_check CHECK (period IN ('DAY', 'WEEK')),
        CONSTRAINT response_curve_origin_check CHECK (num_nonnulls(fit, reason) = 1),
        CONSTRAINT response_curve_pkey PRIMARY KEY (id),
        CONSTRAINT response_curve_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT response_curve_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT response_curve_access_key_fkey FOREIGN KEY (access_key_id) REFERENCES access_key(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX response_curve_version_key ON response_curve (organisation_id, brand_id, name, version)",
    );
    await runner.query("CREATE INDEX response_curve_brand_idx ON response_curve (brand_id)");
    await runner.query("CREATE INDEX response_curve_access_key_idx ON response_curve (access_key_id)");
    await ownRows(runner, "response_curve", "SELECT, INSERT");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE response_curve");
  }
}
