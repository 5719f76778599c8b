import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Cache } from "./cache";

/** Longest wait for Redis: a look-up from PostgreSQL takes a few milliseconds, so a slow cache is worse than none. */
const COMMAND_TIMEOUT_MS = 200;
/** After a failure Redis is left alone this long, so that a hung one costs one timeout and not one per request. */
const REST_MS = 2_000;

export class RedisCache implements Cache {
  private readonly redis: Redis;
  private restUntil = 0;

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    this.redis = new Redis(url, {
      enableOfflineQueue: false,
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: 2_000,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
    });
    this.redis.on("error", (error) => this.logger.debug({ error: error.message }, "Redis is away"));
  }

  get(key: string): Promise<string | null> {
    return this.attempt(() => this.redis.get(key), null);
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    await this.attempt(() => this.redis.set(key, value, "EX", ttlSeconds), null);
  }

  ping(): Promise<boolean> {
    return this.attempt(async () => (await this.redis.ping()) === "PONG", false);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async attempt<T>(command: () => Promise<T>, otherwise: T): Promise<T> {
    if (performance.now() < this.restUntil) return otherwise;
    try {
      return await command();
    } catch (error) {
      this.restUntil = performance.now() + REST_MS;
      this.logger.warn(
        { error: error instanceof Error ? error.message : String(error) },
        "the cache does not answer; reading from PostgreSQL",
      );
      return otherwise;
    }
  }
}
