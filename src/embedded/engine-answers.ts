import { Client } from "pg";

/** Loopback answers in milliseconds; an engine that needs longer to say "1" is of no use to the process that asks. */
const PATIENCE_MS = 2_000;

export async function postgresAnswers(url: string): Promise<boolean> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  // Without a listener an error between two calls ends the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function clickhouseAnswers(url: string): Promise<boolean> {
  const { origin, username, password } = new URL(url);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  try {
    const response = await fetch(`${origin}/?query=SELECT+1`, {
      headers: { authorization, connection: "close" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return (await response.text()).trim() === "1";
  } catch {
    return false;
  }
}
