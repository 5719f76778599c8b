import { Pool } from "pg";
import type { Logger } from "pino";

export interface PoolInput {
  readonly url: string;
  readonly size: number;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  readonly logger: Logger;
  /** How long a caller may wait for a connection; without it for ever. */
  readonly connectTimeoutMs?: number;
}

/** A plain `pg` pool whose lost connections, idle or checked out, are logged and never end the process. */
export function createPool({ url, size, name, logger, connectTimeoutMs = 0 }: PoolInput): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    application_name: `valuegraph ${name}`,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  const onLost = (error: Error): void =>
    logger.warn({ error: error.message, pool: name }, "a PostgreSQL connection was lost");
  pool.on("error", onLost);
  pool.on("connect", (client) => client.on("error", onLost));
  return pool;
}

/** `pg` tells it by its sentence only. */
export const isPoolExhausted = ({ message }: Error): boolean => message === "timeout exceeded when trying to connect";
