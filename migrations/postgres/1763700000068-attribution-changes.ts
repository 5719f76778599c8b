import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/**
 * What became of each subject's attribution reports, for whoever pulls changes: a row a subject, with the transaction that
 * changed it last. A reader who takes rows of ended transactions only, in this order, never skips one that commits late.
 */
export class AttributionChanges1763700000068 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attribution_change (
        organisation_id uuid NOT NULL,
        subject text NOT NULL,
        brand_id integer,
        report_id uuid NOT NULL,
        version integer NOT NULL,
        is_deleted boolean NOT NULL,
        changed_in bigint NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT attribution_change_pkey PRIMARY KEY (organisation_id, subject),
        CONSTRAINT attribution_change_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT attribution_change_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query(
      "CREATE INDEX attribution_change_order_idx ON attribution_change (brand_id, changed_in, subject)",
    );
    await ownRows(runner, "attribution_change");
    await runner.query("ALTER TABLE attribution_report NO FORCE ROW LEVEL SECURITY");
    await runner.query("ALTER TABLE attribution_change NO FORCE ROW LEVEL SECURITY");
    await runner.query(`
      INSERT INTO attribution_change
      SELECT DISTINCT ON (organisation_id, subject) organisation_id, subject, brand_id, id, version, false, 0, as_of
      FROM attribution_report ORDER BY organisation_id, subject, version DESC
    `);
    await runner.query("ALTER TABLE attribution_report FORCE ROW LEVEL SECURITY");
    await runner.query("ALTER TABLE attribution_change FORCE ROW LEVEL SECURITY");
    await runner.query(`
      CREATE FUNCTION note_attribution_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
      DECLARE
        this_transaction bigint := pg_current_xact_id()::text::bigint;
        newest attribution_report;
      BEGIN
        IF TG_OP <> 'DELETE' THEN
          INSERT INTO attribution_change AS known
          VALUES (NEW.organisation_id, NEW.subject, NEW.brand_id, NEW.id, NEW.version, false, this_transaction, now())
          ON CONFLICT (organisation_id, subject) DO UPDATE
          SET report_id = EXCLUDED.report_id, version = EXCLUDED.version, is_deleted = false,
            changed_in = this_transaction, updated_at = now()
          WHERE known.version <= EXCLUDED.version OR known.is_deleted;
          RETURN NULL;
        END IF;
        SELECT * INTO newest FROM attribution_report AS report
        WHERE report.organisation_id = OLD.organisation_id AND report.subject = OLD.subject ORDER BY report.version DESC LIMIT 1;
        UPDATE attribution_change AS known
        SET report_id = coalesce(newest.id, OLD.id), version = coalesce(newest.version, OLD.version), is_deleted = newest.id IS NULL,
          changed_in = this_transaction, updated_at = now()
        WHERE known.organisation_id = OLD.organisation_id AND known.subject = OLD.subject AND known.report_id = OLD.id;
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE TRIGGER note_attribution_change AFTER INSERT OR UPDATE OR DELETE ON attribution_report
      FOR EACH ROW EXECUTE FUNCTION note_attribution_change()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER note_attribution_change ON attribution_report");
    await runner.query("DROP FUNCTION note_attribution_change()");
    await runner.query("DROP TABLE attribution_change");
  }
}
