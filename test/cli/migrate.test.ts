import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { postgresMigrations } from "../../src/migrate";
import { createClickHouse } from "../../src/platform/clickhouse/client";
import { createEmptyStores, type EmptyStores, runValuegraph } from "./support/valuegraph-process";

const DONE = { code: 0, stdout: "PostgreSQL and ClickHouse are at this release.\n" };
const planeFiles = readdirSync(join(__dirname, "../../migrations/clickhouse")).filter((name) => name.endsWith(".sql"));

let stores: EmptyStores;
beforeEach(async () => {
  stores = await createEmptyStores();
});
afterEach(() => stores.close());

const migrate = () => runValuegraph(["migrate"], stores.env);

const appliedTo = async (): Promise<{ readonly postgres: readonly string[]; readonly plane: readonly string[] }> => {
  const owner = new Client({ connectionString: stores.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query("SELECT name FROM schema_migration ORDER BY name");
  await owner.end();
  const plane = createClickHouse(stores.clickhouseUrl);
  // Without FINAL: a file that was applied twice has two rows here until a merge.
  const answer = await plane.query({
    query: "SELECT name FROM schema_migration ORDER BY name",
    format: "JSONEachRow",
  });
  const names = (await answer.json<{ name: string }>()).map(({ name }) => name);
  await plane.close();
  return { postgres: rows.map(({ name }) => name), plane: names };
};
const everyMigrationOnce = {
  postgres: postgresMigrations.map(({ name }) => name).sort(),
  plane: [...planeFiles].sort(),
};

describe("valuegraph migrate", () => {
  it("brings empty databases to this release, and changes nothing the second time", async () => {
    expect(await migrate()).toMatchObject(DONE);
    expect(await appliedTo()).toEqual(everyMigrationOnce);
    expect(await migrate()).toMatchObject(DONE);
    expect(await appliedTo()).toEqual(everyMigrationOnce);
  });

  it("takes turns when several processes begin at once", async () => {
    const ends = await Promise.all([migrate(), migrate(), migrate()]);
    expect(ends).toEqual([DONE, DONE, DONE].map((done) => expect.objectContaining(done)));
    expect(await appliedTo()).toEqual(everyMigrationOnce);
  });

  it("refuses a ClickHouse file that is no longer what was applied", async () => {
    await migrate();
    const plane = createClickHouse(stores.clickhouseUrl);
    await plane.insert({
      table: "schema_migration",
      values: [{ name: planeFiles[0], checksum: "of another text" }],
      format: "JSONEachRow",
    });
    await plane.close();
    const { code, stderr } = await migrate();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `ClickHouse migration ${planeFiles[0]} must stay as it was applied, but its checksum changed; restore it and write a new one`,
    );
  });
});
