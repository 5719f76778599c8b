/** A port for what may be lost at any moment. A cache that is away answers as an empty one, quickly, and never throws. */
export interface Cache {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** Tells every process that listens, this one included; who is away does not hear it. */
  publish(channel: string, message: string): Promise<void>;
  /** `listener` gets null when messages may have been missed. */
  subscribe(channel: string, listener: (message: string | null) => void): void;
  /** True when it answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
