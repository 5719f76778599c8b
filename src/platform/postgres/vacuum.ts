import { Client } from "pg";

/**
 * Writes the tables anew without their dead rows, and their statistics, which quote values. Each is locked while it is
 * written, which is why it is left to a command. The address is the owner's.
 */
export async function vacuum(url: string, tables: readonly string[], onTable: (table: string) => void): Promise<void> {
  const client = new Client({ connectionString: url, application_name: "valuegraph compact" });
  await client.connect();
  try {
    for (const table of tables) {
      await client.query(`/* vacuum */ VACUUM (FULL, ANALYZE) ${client.escapeIdentifier(table)}`);
      onTable(table);
    }
  } finally {
    await client.end();
  }
}
