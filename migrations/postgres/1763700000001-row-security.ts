import type { MigrationInterface, QueryRunner } from "typeorm";

/** Tables whose rows belong to one organisation. */
const OWN_ROWS = [
  "access_key",
  "audit_log",
  "brand_grant",
  "integration_run",
  "intake_chunk",
  "asset_snapshot",
  "audience_pack",
  "audience_pack_rules",
  "audience_pack_build",
  "campaign",
  "campaign_step",
  "placement",
  "placement_external_id",
  "placement_delivery",
  "budget_plan",
  "attribution_report",
  "attribution_credit",
  "job_run",
  "idempotency_key",
];

/** Rows without an organisation are shipped and readable by everybody. */
const OWN_OR_SHIPPED = ["platform", "rule_set"];

/** The cloud's catalogue and derived figures without people: read by every organisation, written by the system. */
const CATALOGUE = ["category", "brand", "brand_category", "identity_namespace", "benchmark"];

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/**
 * Two roles without login: `valuegraph_app` sees one organisation, `valuegraph_system` sees all. Neither owns a table,
 * and security is forced, so the owner is bound as well.
 */
export class RowSecurity1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const role of ["valuegraph_app", "valuegraph_system"]) {
      await runner.query(`
        DO $$ BEGIN
          CREATE ROLE ${role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the server: another database made it
        END $$
      `);
      await runner.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
    }
    const secure = async (table: string): Promise<void> => {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
    };
    await runner.query("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO valuegraph_system");
    await runner.query("REVOKE ALL ON schema_migration FROM valuegraph_system");

    for (const table of OWN_ROWS) {
      await secure(table);
      await runner.query(
        `CREATE POLICY own ON ${table} TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
      );
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_app`);
    }
    for (const table of OWN_OR_SHIPPED) {
      await secure(table);
      await runner.query(
        `CREATE POLICY shipped ON ${table} FOR SELECT TO valuegraph_app USING (organisation_id IS NULL)`,
      );
      await runner.query(
        `CREATE POLICY own ON ${table} TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
      );
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_app`);
    }
    for (const table of CATALOGUE) await runner.query(`GRANT SELECT ON ${table} TO valuegraph_app`);

    await secure("organisation");
    await runner.query(`CREATE POLICY own ON organisation TO valuegraph_app USING (id = ${CURRENT})`);
    await runner.query("GRANT SELECT ON organisation TO valuegraph_app");

    await secure("touchpoint_source");
    await runner.query(
      "CREATE POLICY cloud ON touchpoint_source FOR SELECT TO valuegraph_app USING (visibility = 'CLOUD')",
    );
    await runner.query(
      `CREATE POLICY own ON touchpoint_source TO valuegraph_app USING (organisation_id = ${CURRENT}) WITH CHECK (organisation_id = ${CURRENT})`,
    );
    await runner.query("GRANT SELECT, INSERT, UPDATE ON touchpoint_source TO valuegraph_app");

    await secure("benchmark_figure");
    await runner.query(`
      CREATE POLICY granted ON benchmark_figure FOR SELECT TO valuegraph_app
      USING (EXISTS (SELECT 1 FROM brand_grant WHERE brand_grant.brand_id = benchmark_figure.brand_id AND brand_grant.organisation_id = ${CURRENT}))
    `);
    await runner.query("GRANT SELECT ON benchmark_figure TO valuegraph_app");
    await runner.query("GRANT SELECT, UPDATE ON touchpoint_plane TO valuegraph_app");

    await runner.query(`
      CREATE FUNCTION enqueue_job(job_run_id uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM graphile_worker.add_job('job_run', json_build_object('jobRunId', job_run_id), job_key => job_run_id::text, max_attempts => 25);
      END $$
    `);
    await runner.query("REVOKE ALL ON FUNCTION enqueue_job(uuid) FROM PUBLIC");
    await runner.query("GRANT EXECUTE ON FUNCTION enqueue_job(uuid) TO valuegraph_app, valuegraph_system");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP FUNCTION enqueue_job(uuid)");
    const secured = [...OWN_ROWS, ...OWN_OR_SHIPPED, "organisation", "touchpoint_source", "benchmark_figure"];
    for (const table of secured) {
      for (const policy of ["system", "own", "shipped", "cloud", "granted"]) {
        await runner.query(`DROP POLICY IF EXISTS ${policy} ON ${table}`);
      }
      await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
    }
    await runner.query("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM valuegraph_app, valuegraph_system");
    await runner.query("REVOKE ALL ON SCHEMA public FROM valuegraph_app, valuegraph_system");
  }
}
