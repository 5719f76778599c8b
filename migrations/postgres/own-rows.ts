import type { QueryRunner } from "typeorm";

const IS_OWN = "organisation_id = (SELECT nullif(current_setting('app.organisation', true), '')::uuid)";
const ALL_RIGHTS = "SELECT, INSERT, UPDATE, DELETE";

/** Forces row-level security on a new table: the system sees every row, an organisation its own, with the rights given. */
export async function ownRows(runner: QueryRunner, table: string, rights: string = ALL_RIGHTS): Promise<void> {
  await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
  await runner.query(`CREATE POLICY own ON ${table} TO valuegraph_app USING (${IS_OWN}) WITH CHECK (${IS_OWN})`);
  await runner.query(`GRANT ${rights} ON ${table} TO valuegraph_app`);
  await runner.query(`GRANT ${ALL_RIGHTS} ON ${table} TO valuegraph_system`);
}
