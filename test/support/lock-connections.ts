import { Client } from "pg";
import type { TestApp } from "./test-app";
import { testEngines } from "./test-engines";

/** Cuts the connections that hold advisory locks in the test's database, as a lost network does: their processes live on. */
export async function cutLockConnections({ databaseUrl }: Pick<TestApp, "databaseUrl">): Promise<void> {
  const owner = new Client({ connectionString: testEngines().databaseOwnerUrl });
  await owner.connect();
  const { rowCount } = await owner.query(
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT DISTINCT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
       WHERE locktype = 'advisory' AND datname = $1) AS holder`,
    [new URL(databaseUrl).pathname.slice(1)],
  );
  await owner.end();
  if (rowCount === 0) throw new Error("Somebody must hold a lock, but nobody does");
}
