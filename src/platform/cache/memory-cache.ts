import { EventEmitter } from "node:events";
import { LRUCache } from "lru-cache";
import type { Cache } from "./cache";

/** The cache of one process, where no Redis is given. */
export class MemoryCache implements Cache {
  private readonly entries = new LRUCache<string, string>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: (value, key) => value.length + key.length + 1,
  });

  private readonly channels = new EventEmitter().setMaxListeners(0);

  async get(key: string): Promise<string | null> {
    return this.entries.get(key) ?? null;
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    this.entries.set(key, value, { ttl: ttlSeconds * 1000 });
  }

  async publish(channel: string, message: string): Promise<void> {
    this.channels.emit(channel, message);
  }

  subscribe(channel: string, listener: (message: string | null) => void): void {
    this.channels.on(channel, listener);
  }

  async ping(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {
    this.entries.clear();
    this.channels.removeAllListeners();
  }
}
