import { resolve } from "node:path";
import { ConfigError, readConfig } from "../../../src/config";

const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
  return [];
};
const key = "0123456789abcdef0123456789abcdef";

describe("the environment", () => {
  it("may be empty: everything is embedded, and only this machine is listened to", () => {
    expect(readConfig({})).toEqual({
      databaseUrl: undefined,
      databaseOwnerUrl: undefined,
      databaseDirectUrl: undefined,
      clickhouseUrl: undefined,
      clickhouseCluster: undefined,
      redisUrl: undefined,
      host: "127.0.0.1",
      port: 4000,
      logLevel: "info",
      dataDir: resolve(".data"),
      destinationNetworks: "PUBLIC",
      fileDropDir: undefined,
      identityKey: undefined,
      receiptKey: undefined,
    });
  });

  it("counts empty values as unset", () => {
    expect(readConfig({ DATABASE_URL: "", PORT: "", IDENTITY_KEY: "" })).toEqual(readConfig({}));
  });

  it("says all that is wrong at once, one line each", () => {
    expect(
      problemsOf({
        DATABASE_URL: "mysql://host/db",
        CLICKHOUSE_URL: "clickhouse://host",
        REDIS_URL: "host:6379",
        PORT: "65536",
        LOG_LEVEL: "loud",
        IDENTITY_KEY: "short",
        RECEIPT_KEY: key,
      }),
    ).toEqual([
      "The environment must be valid:",
      "  DATABASE_URL: must start with postgres:// or postgresql://, but got mysql://host/db",
      "  CLICKHOUSE_URL: must start with http:// or https://, but got clickhouse://host",
      "  REDIS_URL: must start with redis:// or rediss://, but got host:6379",
      expect.stringMatching(/^ {2}PORT: .*65535/),
      expect.stringMatching(/^ {2}LOG_LEVEL: .*"trace"\|"debug"\|"info"\|"warn"\|"error"\|"silent"/),
      "  IDENTITY_KEY: must have at least 32 characters: generate one with `openssl rand -hex 32`",
    ]);
  });

  it.each(["abc", "-1", "1.5"])("refuses the port %s", (port) => {
    expect(problemsOf({ PORT: port })).toHaveLength(2);
  });

  it("asks for both keys where the database is given, since every process must hash alike", () => {
    const database = { DATABASE_URL: "postgres://host/db" };
    const problem =
      "  IDENTITY_KEY and RECEIPT_KEY: must be set where DATABASE_URL is, so that every process hashes alike";
    expect(problemsOf(database)).toEqual(["The environment must be valid:", problem]);
    expect(problemsOf({ ...database, IDENTITY_KEY: key })).toContain(problem);
    expect(problemsOf({ ...database, IDENTITY_KEY: key, RECEIPT_KEY: key })).toEqual([]);
  });

  it("never repeats a key in what it says", () => {
    expect(problemsOf({ IDENTITY_KEY: "secret", RECEIPT_KEY: "secret" }).join()).not.toContain("secret");
  });
});
