import { Client } from "pg";

/** The role as which the application connects. It owns nothing and row-level security binds it. */
export const LOGIN_ROLE = "valuegraph";
export const DATABASE = "valuegraph";

/** Makes the login role and the database where they are missing, so a start that was killed here is finished by the next. */
export async function ensureRoleAndDatabase(maintenanceUrl: string, loginPassword: string): Promise<void> {
  const client = new Client({ connectionString: maintenanceUrl });
  // The query that meets a lost connection rejects; without a listener the event ends the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const role = await client.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [LOGIN_ROLE]);
    if (role.rowCount === 0) {
      await client.query(
        `CREATE ROLE ${LOGIN_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${client.escapeLiteral(loginPassword)}`,
      );
    }
    const database = await client.query("SELECT FROM pg_catalog.pg_database WHERE datname = $1", [DATABASE]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
