import { Redis } from "ioredis";
import type { Logger } from "pino";
import { Breaker, type BreakerState } from "./breaker";
import type { Cache } from "./cache";

/** Longest wait for Redis: a look-up from PostgreSQL takes a few milliseconds, so a slow cache is worse than none. */
const COMMAND_TIMEOUT_MS = 100;
const REST_MS = 1_000;
/** A Redis that is back is used again after this long at most. */
const MAX_REST_MS = 10_000;

export class RedisCache implements Cache {
  private readonly redis: Redis;
  private subscriber: Redis | null = null;
  private readonly breaker = new Breaker(REST_MS, MAX_REST_MS);

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {
    this.redis = this.connect({ commandTimeout: COMMAND_TIMEOUT_MS });
  }

  get breakerState(): BreakerState {
    return this.breaker.state;
  }

  get(key: string): Promise<string | null> {
    return this.attempt(() => this.redis.get(key), null);
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    await this.attempt(() => this.redis.set(key, value, "EX", ttlSeconds), null);
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.attempt(() => this.redis.publish(channel, message), null);
  }

  /** A connection that subscribes can do nothing else, so listeners share one of their own. */
  subscribe(channel: string, listener: (message: string | null) => void): void {
    this.subscriber ??= this.connect({});
    const { subscriber } = this;
    subscriber.on("message", (name, message) => {
      if (name === channel) listener(message);
    });
    const listen = (): void => {
      subscriber.subscribe(channel).then(
        () => listener(null),
        () => undefined, // away again: the next "ready" subscribes
      );
    };
    subscriber.on("ready", listen);
    if (subscriber.status === "ready") listen();
  }

  ping(): Promise<boolean> {
    return this.attempt(async () => (await this.redis.ping()) === "PONG", false);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    this.subscriber?.disconnect();
  }

  private connect(options: { readonly commandTimeout?: number }): Redis {
    const redis = new Redis(this.url, {
      ...options,
      enableOfflineQueue: false,
      autoResubscribe: false, // `subscribe` does it, and tells listeners that they may have missed something
      connectTimeout: 2_000,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
    });
    redis.on("error", (error) => this.logger.debug({ error: error.message }, "Redis is away"));
    return redis;
  }

  private attempt<T>(command: () => Promise<T>, otherwise: T): Promise<T> {
    return this.breaker.attempt(command, otherwise, (error) =>
      this.logger.warn(
        { error: error instanceof Error ? error.message : String(error) },
        "the cache does not answer; reading from PostgreSQL",
      ),
    );
  }
}
