import { createReadStream, readFileSync } from "node:fs";

const [createTable, insert] = readFileSync(new URL("rival.sql", import.meta.url), "utf8")
  .replace(/^--.*$/gm, "")
  .split(/;\s*$/m);

/** Loads the file straight into ClickHouse and answers the seconds until the insert was acknowledged. */
export async function loadRival({ clickhouse, clickhouseUrl }, path) {
  await clickhouse.command({ query: createTable });
  const { origin, username, password, pathname } = new URL(clickhouseUrl);
  const query = new URLSearchParams({ database: pathname.slice(1), query: insert.trim() });
  const began = performance.now();
  const answer = await fetch(`${origin}/?${query}`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` },
    body: createReadStream(path, { highWaterMark: 1 << 20 }),
    duplex: "half",
  });
  if (!answer.ok) throw new Error(`The rival must load the file, but got ${await answer.text()}`);
  await answer.text();
  return (performance.now() - began) / 1000;
}
