/** A port for what may be lost at any moment. A cache that is away answers as an empty one, quickly, and never throws. */
export interface Cache {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** True when it answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
