import { LRUCache } from "lru-cache";
import type { Metrics } from "../metrics";
import type { Cache } from "./cache";

/** How a value is kept, and for how long. */
export interface LookUpKind<T> {
  /** Names it in keys and metrics. */
  readonly name: string;
  /** Changes with the shape of what is kept, so that processes of two releases never read each other's entries. */
  readonly version: number;
  /** An entry is believed this long, less up to a tenth drawn by chance, so that entries of one moment do not expire together. */
  readonly freshSeconds: number;
  /** The same of an absent value, which may turn into one at any moment. */
  readonly absentSeconds: number;
  /** For so long past its freshness an entry is still answered while the store is slow or fails. */
  readonly staleSeconds: number;
  readonly isAbsent: (value: T) => boolean;
  /** How Redis keeps it; null: each process keeps its own only. */
  readonly codec: { readonly write: (value: T) => string; readonly read: (text: string) => T } | null;
}

export interface Found<T> {
  readonly value: T;
  /** When it was read from the store. */
  readonly readAt: Date;
}

interface Entry<T> {
  readonly value: T;
  readonly readAt: number;
  /** What reading it took: the costlier it was, the earlier it is read again. */
  readonly tookMs: number;
  readonly freshUntil: number;
}

export interface LookUpParts {
  readonly cache: Cache;
  readonly metrics: Metrics;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** Entries that a process remembers of one kind. */
const MAX_ENTRIES = 2_000;
/** How long an expired entry's reader waits for the store before it takes what is there. */
const PATIENCE_MS = 50;
/** Redis is not waited for longer than this, whatever its client does: reading from the store takes a few milliseconds. */
const REDIS_PATIENCE_MS = 150;
const JITTER = 0.1;

/**
 * Reads what is asked often and changes seldom: from memory, else from Redis, else from the store, at most once at a time per key
 * and process. What Redis does (throws, hangs, answers nonsense) costs time at most. Shortly before an entry expires a reader by
 * chance reads it again behind its answer, the likelier the dearer reading is and the nearer the end, so that under load the
 * value is there before it is missed: Vattani, Chierichetti & Lowenstein 2015, "Optimal Probabilistic Cache Stampede Prevention",
 * with beta = 1.
 */
export class LookUp<T> {
  private readonly entries = new LRUCache<string, Entry<T>>({ max: MAX_ENTRIES });
  private readonly flights = new Map<string, Promise<Entry<T>>>();
  private readonly channel: string;
  private readonly now: () => number;
  private readonly random: () => number;

  constructor(
    private readonly kind: LookUpKind<T>,
    private readonly parts: LookUpParts,
  ) {
    this.now = parts.now ?? Date.now;
    this.random = parts.random ?? Math.random;
    this.channel = `valuegraph:forget:${kind.name}`;
    parts.cache.subscribe(this.channel, (prefix) => this.forget(prefix ?? ""));
  }

  async read(key: string, load: () => Promise<T>): Promise<Found<T>> {
    const entry = this.entries.get(key);
    const now = this.now();
    if (entry && now < entry.freshUntil) {
      if (this.isEarly(entry, now)) this.fly(key, load, true).catch(() => undefined);
      return this.answer(entry, "MEMORY");
    }
    const isUsable = entry !== undefined && now < entry.freshUntil + this.kind.staleSeconds * 1_000;
    const flight = this.fly(key, load, false);
    if (!isUsable) return this.answerFlight(await flight, now);
    const fresh = await within(PATIENCE_MS, flight).catch(() => null);
    return fresh ? this.answerFlight(fresh, now) : this.answer(entry, "STALE");
  }

  /** Drops the entries of this process whose keys begin so; what is being read now will not be remembered. */
  forget(prefix: string): void {
    for (const kept of [this.entries, this.flights]) {
      for (const key of [...kept.keys()]) if (key.startsWith(prefix)) kept.delete(key);
    }
  }

  /** The same in every process that hears it; others go on until their entries expire. */
  async forgetEverywhere(prefix: string): Promise<void> {
    this.forget(prefix);
    await this.parts.cache.publish(this.channel, prefix);
  }

  private isEarly({ tookMs, freshUntil }: Entry<T>, now: number): boolean {
    return -tookMs * Math.log(1 - this.random()) >= freshUntil - now;
  }

  /** Joins whoever is reading the key already. */
  private fly(key: string, load: () => Promise<T>, isEarly: boolean): Promise<Entry<T>> {
    const known = this.flights.get(key);
    if (known) return known;
    const flight: Promise<Entry<T>> = this.fetch(key, load, isEarly).then((entry) => {
      if (this.flights.get(key) === flight) this.entries.set(key, entry);
      return entry;
    });
    const land = (): void => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    this.flights.set(key, flight);
    flight.then(land, land);
    return flight;
  }

  /** Who reads early does so because Redis has the same old entry. */
  private async fetch(key: string, load: () => Promise<T>, isEarly: boolean): Promise<Entry<T>> {
    const kept = isEarly ? null : await this.kept(key);
    if (kept) return kept;
    const began = performance.now();
    const value = await load();
    const tookMs = performance.now() - began;
    this.parts.metrics.loaded(this.kind.name, tookMs);
    const { freshSeconds, absentSeconds, isAbsent } = this.kind;
    const seconds = (isAbsent(value) ? absentSeconds : freshSeconds) * (1 - JITTER * this.random());
    const readAt = this.now();
    const entry = { value, readAt, tookMs, freshUntil: readAt + seconds * 1_000 };
    void this.keep(key, entry);
    return entry;
  }

  private async kept(key: string): Promise<Entry<T> | null> {
    const { codec } = this.kind;
    if (!codec) return null;
    try {
      const text = await within(REDIS_PATIENCE_MS, this.parts.cache.get(this.redisKey(key)));
      if (text === null) return null;
      const { value, ...entry } = JSON.parse(text) as Entry<string>;
      return entry.freshUntil > this.now() ? { ...entry, value: codec.read(value) } : null;
    } catch {
      return null;
    }
  }

  private async keep(key: string, entry: Entry<T>): Promise<void> {
    const { codec } = this.kind;
    if (!codec) return;
    const ttlSeconds = Math.ceil((entry.freshUntil - this.now()) / 1_000);
    try {
      const text = JSON.stringify({ ...entry, value: codec.write(entry.value) });
      if (ttlSeconds > 0) await this.parts.cache.set(this.redisKey(key), text, ttlSeconds);
    } catch {
      // What is not kept is read again.
    }
  }

  private redisKey(key: string): string {
    return `${this.kind.name}:${this.kind.version}:${key}`;
  }

  /** An entry that is older than the question came from Redis. */
  private answerFlight(entry: Entry<T>, askedAt: number): Found<T> {
    return this.answer(entry, entry.readAt < askedAt ? "REDIS" : "LOADED");
  }

  private answer({ value, readAt }: Entry<T>, outcome: "MEMORY" | "REDIS" | "LOADED" | "STALE"): Found<T> {
    this.parts.metrics.answered(this.kind.name, outcome, Math.max(0, this.now() - readAt));
    return { value, readAt: new Date(readAt) };
  }
}

/** Null when the promise takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
