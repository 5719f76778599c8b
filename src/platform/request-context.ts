import type { Logger } from "pino";
import type { Clock } from "./clock";

/** Who is calling: one access key of one organisation. */
export interface Actor {
  readonly accessKeyId: string;
  readonly name: string;
  readonly role: string;
  /** Origins from which browsers may call with this key. */
  readonly allowedOrigins: readonly string[];
}

/**
 * First argument of every service method: on whose behalf, when, and where to log.
 * One per request or job; `memo` holds what lives exactly as long (DataLoaders, the viewer's grants).
 */
export interface RequestContext {
  readonly organisationId: string;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<string>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Returns what `make` made the first time `key` was asked for in this request. */
  memo<T>(key: object, make: () => T): T;
}

export type ContextInput = Omit<RequestContext, "memo">;

export function createRequestContext(input: ContextInput): RequestContext {
  const made = new Map<object, unknown>();
  return {
    ...input,
    memo<T>(key: object, make: () => T): T {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as T;
    },
  };
}
