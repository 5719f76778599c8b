import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type EmbeddedEngines, openEmbeddedEngines } from "../../src/embedded/embedded-engines";
import { queryClickhouse, queryPostgres } from "./support/engine-clients";
import { makeEngineFolder, removeEngineFolder } from "./support/engine-folder";

let folder: string;
let engines: EmbeddedEngines;

beforeAll(async () => {
  folder = await makeEngineFolder();
  engines = await openEmbeddedEngines({
    dataDir: folder,
    engines: { postgres: true, clickhouse: true },
    log: () => undefined,
  });
});

afterAll(async () => {
  await engines?.close();
  await removeEngineFolder(folder);
});

function withPassword(url: string, password: string): string {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
}

describe("PostgreSQL", () => {
  it("answers the application as a role that is no superuser and owns nothing", async () => {
    expect(
      await queryPostgres(
        engines.databaseUrl!,
        `SELECT current_user::text AS role, current_database()::text AS database, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole AS mighty,
                (SELECT count(*)::int FROM pg_database WHERE datdba = pg_roles.oid) AS databases
         FROM pg_roles WHERE rolname = current_user`,
      ),
    ).toEqual([{ role: "valuegraph", database: "valuegraph", mighty: false, databases: 0 }]);
  });

  it("answers the owner as the superuser who owns the database", async () => {
    expect(
      await queryPostgres(
        engines.databaseOwnerUrl!,
        `SELECT current_user::text AS role, rolsuper AS superuser, datdba = pg_roles.oid AS owner
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
      ),
    ).toEqual([{ role: "valuegraph_owner", superuser: true, owner: true }]);
  });

  it.each(["databaseUrl", "databaseOwnerUrl"] as const)("refuses a wrong password for %s", async (name) => {
    await expect(queryPostgres(withPassword(engines[name]!, "wrong"), "SELECT 1")).rejects.toThrow(
      "password authentication failed",
    );
  });

  it("listens on 127.0.0.1 alone, without a unix socket, and commits synchronously", async () => {
    const settings = await queryPostgres<{ name: string; setting: string }>(
      engines.databaseOwnerUrl!,
      `SELECT name, setting FROM pg_settings WHERE name IN
         ('listen_addresses', 'unix_socket_directories', 'synchronous_commit', 'max_connections', 'TimeZone') ORDER BY name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      listen_addresses: "127.0.0.1",
      max_connections: "100",
      synchronous_commit: "on",
      TimeZone: "UTC",
      unix_socket_directories: "",
    });
  });
});

describe("ClickHouse", () => {
  it("answers in an Atomic database of its own, in UTC", async () => {
    expect(
      await queryClickhouse(
        engines.clickhouseUrl!,
        "SELECT currentUser() AS user, name AS database, engine, toInt32(toHour(toDateTime(0))) AS epoch_hour FROM system.databases WHERE name = currentDatabase()",
      ),
    ).toEqual([{ user: "valuegraph", database: "valuegraph", engine: "Atomic", epoch_hour: 0 }]);
  });

  it("keeps to 40 % of the memory", async () => {
    expect(
      await queryClickhouse(
        engines.clickhouseUrl!,
        "SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage_to_ram_ratio'",
      ),
    ).toEqual([{ value: "0.4" }]);
  });

  it("backs up into the folder's backups and nowhere else", async () => {
    await queryClickhouse(
      engines.clickhouseUrl!,
      `BACKUP DATABASE valuegraph TO File('${join(folder, "backups", "first")}')`,
    );
    expect((await stat(join(folder, "backups", "first", ".backup"))).isFile()).toBe(true);
    await expect(
      queryClickhouse(engines.clickhouseUrl!, `BACKUP DATABASE valuegraph TO File('${join(folder, "elsewhere")}')`),
    ).rejects.toThrow("is not allowed for backups");
  });

  const select = "query=SELECT+currentUser()";
  const basic = (credentials: string) => ({ authorization: `Basic ${Buffer.from(credentials).toString("base64")}` });
  it.each<[string, string, Record<string, string>]>([
    ["no credentials", select, {}],
    ["user default in the address", `${select}&user=default`, {}],
    ["user default in a header", select, { "x-clickhouse-user": "default" }],
    ["user default by basic authentication", select, basic("default:")],
    ["a wrong password", select, basic("valuegraph:wrong")],
    ["a wrong password with user default in the address", `${select}&user=default`, basic("valuegraph:wrong")],
  ])("runs nothing for %s", async (_, query, headers) => {
    const response = await fetch(`${new URL(engines.clickhouseUrl!).origin}/?${query}`, { headers });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("There is no handle");
  });
});

describe("the data folder", () => {
  it.each(["endpoints.json", "secrets.json", "clickhouse-config/config.xml", "clickhouse-config/users.xml"])(
    "keeps %s to its owner",
    async (name) => {
      expect(((await stat(join(folder, name))).mode & 0o777).toString(8)).toBe("600");
    },
  );
});
