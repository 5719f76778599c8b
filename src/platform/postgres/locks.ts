import type { Pool } from "pg";
import type { Logger } from "pino";
import { createPool } from "./pool";

/**
 * Session-level advisory locks on connections of their own, so that waiting for a lock can never starve the pool
 * that its holder needs to go on. A lock ends with its connection, so also with its process.
 */
export class AdvisoryLocks {
  private readonly pool: Pool;

  constructor(url: string, logger: Logger) {
    this.pool = createPool({ url, size: 8, name: "locks", logger });
  }

  /** Holds the locks named by `keys` while `work` runs; they are taken in one order, so holders never wait in a circle. */
  async hold<T>(keys: readonly bigint[], work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on("error", onError);
    try {
      await client.query(
        "/* locks.hold */ SELECT pg_advisory_lock(key) FROM (SELECT key FROM unnest($1::bigint[]) AS key ORDER BY key OFFSET 0) AS ordered",
        [[...new Set(keys)].map(String)],
      );
      return await work();
    } finally {
      await client.query("/* locks.release */ SELECT pg_advisory_unlock_all()").catch((error: Error) => {
        broken = error;
      });
      client.off("error", onError);
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
