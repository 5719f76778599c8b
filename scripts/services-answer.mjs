// Usage: node scripts/services-answer.mjs POSTGRES_URL REDIS_URL
//
// Exits with 0 when both log in and answer, else says in one line which does not. A port that listens is not enough:
// a server that wants a password would fail every test of the second run instead of skipping it.
import { Redis } from "ioredis";
import pg from "pg";

const TIMEOUT_MS = 3_000;
const [postgresUrl, redisUrl] = process.argv.slice(2);

const missing = [
  ...(await reasons("PostgreSQL", postgresUrl, askPostgres)),
  ...(await reasons("Redis", redisUrl, askRedis)),
];
if (missing.length > 0) console.log(`No test run on services: ${missing.join("; ")}.`);
process.exitCode = missing.length > 0 ? 1 : 0;

async function reasons(kind, url, ask) {
  try {
    await ask(url);
    return [];
  } catch (error) {
    return [`${kind} must answer at ${url}, but got ${error.code ?? error.message}`];
  }
}

async function askPostgres(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
  } finally {
    await client.end();
  }
}

async function askRedis(url) {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    enableReadyCheck: false,
    retryStrategy: null,
  });
  let cause;
  redis.on("error", (error) => {
    cause = error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw cause ?? error;
  } finally {
    redis.disconnect();
  }
}
