import { resolve } from "node:path";
import { z } from "zod";

/** One environment variable: `.env.example`, `docker-compose.yml` and README list exactly these (a test compares). */
export interface EnvironmentVariable {
  readonly name: string;
  readonly description: string;
}

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => protocols.some((protocol) => text.startsWith(`${protocol}://`)), {
    error: (issue) => `must start with ${protocols.map((p) => `${p}://`).join(" or ")}, but got ${String(issue.input)}`,
  });

const key = z.string().min(32, "must have at least 32 characters: generate one with `openssl rand -hex 32`");

const environment = {
  DATABASE_URL: url(["postgres", "postgresql"])
    .optional()
    .describe("PostgreSQL as the application role. Unset: an embedded server in DATA_DIR."),
  DATABASE_OWNER_URL: url(["postgres", "postgresql"])
    .optional()
    .describe("PostgreSQL as the owner of the tables, for `migrate`. Default: DATABASE_URL."),
  DATABASE_DIRECT_URL: url(["postgres", "postgresql"])
    .optional()
    .describe("PostgreSQL past any pooler, for the worker's LISTEN. Default: DATABASE_OWNER_URL."),
  CLICKHOUSE_URL: url(["http", "https"])
    .optional()
    .describe(
      "ClickHouse over HTTP with user, password and database; of a cluster one address per shard, separated by commas, the first answers queries. Unset: an embedded server in DATA_DIR.",
    ),
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[A-Za-z0-9_]+$/, "must be the name of a cluster: letters, digits and underscores")
    .optional()
    .describe("Name of the cluster in the configuration of ClickHouse (remote_servers). Unset: one server."),
  REDIS_URL: url(["redis", "rediss"])
    .optional()
    .describe("Redis for look-ups that may be lost at any moment. Unset: an in-process cache."),
  HOST: z.string().default("127.0.0.1").describe("Address on which the API listens."),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe("Port on which the API listens."),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("Lowest level that is logged."),
  DATA_DIR: z
    .string()
    .default(".data")
    .describe("Folder of the embedded engines, reject files and the generated keys."),
  DESTINATION_NETWORKS: z
    .enum(["PUBLIC", "PRIVATE"])
    .default("PUBLIC")
    .describe(
      "Where connectors may lead: PUBLIC, https on the public internet; PRIVATE, also http and the operator's own network.",
    ),
  FILE_DROP_DIR: z
    .string()
    .optional()
    .describe("Folder below which connectors of kind FILE_DROP write, shared by all workers. Unset: there are none."),
  IDENTITY_KEY: key
    .optional()
    .describe(
      "Secret under which identity values are stored (HMAC) and sealed (AES), and connectors' secrets. Required with given addresses; else kept in DATA_DIR.",
    ),
  RECEIPT_KEY: key
    .optional()
    .describe(
      "Second secret, for erasure receipts and block lists. Required with given addresses; else kept in DATA_DIR.",
    ),
} as const;

export const environmentVariables: readonly EnvironmentVariable[] = Object.entries(environment).map(
  ([name, schema]) => ({
    name,
    description: schema.description ?? "",
  }),
);

export interface Config {
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  readonly databaseDirectUrl: string | undefined;
  readonly clickhouseUrl: string | undefined;
  readonly clickhouseCluster: string | undefined;
  readonly redisUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly dataDir: string;
  readonly destinationNetworks: "PUBLIC" | "PRIVATE";
  readonly fileDropDir: string | undefined;
  readonly identityKey: string | undefined;
  readonly receiptKey: string | undefined;
}

/** Thrown with every problem of the environment at once. */
export class ConfigError extends Error {}

/** Reads and checks the environment; the only place that does. Empty values count as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = z.object(environment).safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (parsed.success && parsed.data.DATABASE_URL && !(parsed.data.IDENTITY_KEY && parsed.data.RECEIPT_KEY)) {
    problems.push(
      "IDENTITY_KEY and RECEIPT_KEY: must be set where DATABASE_URL is, so that every process hashes alike",
    );
  }
  if (parsed.success && parsed.data.CLICKHOUSE_URL?.includes(",") && !parsed.data.CLICKHOUSE_CLUSTER)
    problems.push("CLICKHOUSE_CLUSTER: must be set where CLICKHOUSE_URL has several addresses, but is not");
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`The environment must be valid:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
  const e = parsed.data;
  return Object.freeze({
    databaseUrl: e.DATABASE_URL,
    databaseOwnerUrl: e.DATABASE_OWNER_URL,
    databaseDirectUrl: e.DATABASE_DIRECT_URL,
    clickhouseUrl: e.CLICKHOUSE_URL,
    clickhouseCluster: e.CLICKHOUSE_CLUSTER,
    redisUrl: e.REDIS_URL,
    host: e.HOST,
    port: e.PORT,
    logLevel: e.LOG_LEVEL,
    dataDir: resolve(e.DATA_DIR),
    destinationNetworks: e.DESTINATION_NETWORKS,
    fileDropDir: e.FILE_DROP_DIR && resolve(e.FILE_DROP_DIR),
    identityKey: e.IDENTITY_KEY,
    receiptKey: e.RECEIPT_KEY,
  });
}
