import type { Pool, PoolClient } from "pg";
import type { Logger } from "pino";
import { RequestError } from "../user-error";
import { createPool, isPoolExhausted } from "./pool";

/** The server's process behind the connection that holds locks. */
export type LockHolder = number;

/**
 * What is done under locks. `askHolder` asks the server over their connection, so at its answer they are still held; it
 * throws once they are lost.
 */
export type LockedWork<T> = (assertHeld: () => void, askHolder: () => Promise<LockHolder>) => Promise<T>;

/**
 * SQL that is true while the holder has the lock. Only the server knows: a process that hung may have lost its connection and
 * not have heard of it. All locks of a connection go together, so any one of them stands for the others.
 */
export const isHeld = (holder: string, key: bigint): string =>
  `EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = ${holder} AND granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND classid = ${key >> 32n} AND objid = ${key & 0xffff_ffffn} AND objsubid = 1)`;

/** Locks are held for seconds, so who waits longer for a connection meets overload or a circle, and must not wait for ever. */
const CONNECT_TIMEOUT_MS = 120_000;

/**
 * Session-level advisory locks on connections of their own, so that waiting for a lock can never starve the pool
 * that its holder needs to go on. A lock ends with its connection, so also with its process.
 *
 * Locks are nested in one order: a run's, then outer ones, then inner ones. Each level has a pool of its own, as holders of
 * one level that wait for a connection of the same pool could use it up and wait for each other for ever.
 */
export class AdvisoryLocks {
  private readonly runs: Pool;
  private readonly outer: Pool;
  private readonly inner: Pool;

  constructor(url: string, logger: Logger, connectTimeoutMs = CONNECT_TIMEOUT_MS) {
    this.runs = createPool({ connectTimeoutMs, url, size: 8, name: "run locks", logger });
    this.outer = createPool({ connectTimeoutMs, url, size: 8, name: "locks", logger });
    this.inner = createPool({ connectTimeoutMs, url, size: 2, name: "inner locks", logger });
  }

  /** Holds a run's lock while `work` runs; `work` may use `hold`. */
  async holdRun<T>(key: bigint, work: () => Promise<T>): Promise<T> {
    return onConnection(this.runs, async (client) => {
      await take(client, "pg_advisory_lock", [key]);
      return work();
    });
  }

  /** The same, or does nothing and answers null while somebody else holds it. */
  async holdRunIfFree<T>(key: bigint, work: () => Promise<T>): Promise<{ readonly result: T } | null> {
    return onConnection(this.runs, async (client) =>
      (await takeIfFree(client, key)) ? { result: await work() } : null,
    );
  }

  /**
   * Holds the locks named by `keys` while `work` runs, then those of `shared`, which others may hold as well while nobody
   * holds them alone. Each list is taken in one order, so holders never wait in a circle. `work` gets a check that throws
   * once the connection, and with it the locks, is known to be lost, and one that asks the server.
   */
  async hold<T>(keys: readonly bigint[], work: LockedWork<T>, shared: readonly bigint[] = []): Promise<T> {
    return onConnection(this.outer, async (client, assertHeld, askHolder) => {
      await take(client, "pg_advisory_lock", keys);
      await take(client, "pg_advisory_lock_shared", shared);
      return work(assertHeld, askHolder);
    });
  }

  /** The same inside of `hold`: on other connections, as holders that wait for one more could use up all of theirs. */
  async holdInside<T>(keys: readonly bigint[], work: LockedWork<T>): Promise<T> {
    return onConnection(this.inner, async (client, assertHeld, askHolder) => {
      await take(client, "pg_advisory_lock", keys);
      return work(assertHeld, askHolder);
    });
  }

  /** `hold` of one lock, or does nothing and answers null while somebody else holds it. */
  async holdIfFree<T>(
    key: bigint,
    work: () => Promise<T>,
    shared: readonly bigint[] = [],
  ): Promise<{ readonly result: T } | null> {
    return onConnection(this.outer, async (client) => {
      if (!(await takeIfFree(client, key))) return null;
      await take(client, "pg_advisory_lock_shared", shared);
      return { result: await work() };
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.runs.end(), this.outer.end(), this.inner.end()]);
  }
}

async function take(
  client: PoolClient,
  lock: "pg_advisory_lock" | "pg_advisory_lock_shared",
  keys: readonly bigint[],
): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    `/* locks.hold */ SELECT ${lock}(key) FROM (SELECT key FROM unnest($1::bigint[]) AS key ORDER BY key OFFSET 0) AS ordered`,
    [[...new Set(keys)].map(String)],
  );
}

async function takeIfFree(client: PoolClient, key: bigint): Promise<boolean> {
  const { rows } = await client.query<{ isHeld: boolean }>(
    `/* locks.takeIfFree */ SELECT pg_try_advisory_lock($1) AS "isHeld"`,
    [key.toString()],
  );
  return rows[0]!.isHeld;
}

/** Every lock that `work` takes on the connection is released at its end. */
async function onConnection<T>(
  pool: Pool,
  work: (client: PoolClient, ...held: Parameters<LockedWork<T>>) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: Error) => {
    if (!isPoolExhausted(error)) throw error;
    throw new RequestError("UNAVAILABLE", "Too much else waits for the same locks; try again a little later.");
  });
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on("error", onError);
  const lost = (cause: unknown): Error =>
    new Error("The locks must be held to the end, but their connection was lost", { cause });
  const assertHeld = (): void => {
    if (broken) throw lost(broken);
  };
  const askHolder = async (): Promise<LockHolder> => {
    const { rows } = await client
      .query<{ pid: number }>("/* locks.askHolder */ SELECT pg_backend_pid() AS pid")
      .catch((error) => {
        throw lost(error);
      });
    return rows[0]!.pid;
  };
  try {
    return await work(client, assertHeld, askHolder);
  } finally {
    await client.query("/* locks.release */ SELECT pg_advisory_unlock_all()").catch((error: Error) => {
      broken = error;
    });
    client.off("error", onError);
    client.release(broken);
  }
}
