import type { Endpoints } from "./endpoints";

/** Which engines a supervisor starts. */
export interface EngineSelection {
  readonly postgres: boolean;
  readonly clickhouse: boolean;
}

/** What a supervisor is told, as JSON in its only argument. No secret: arguments are visible to every user. */
export interface SupervisorOrder {
  readonly dataDir: string;
  readonly engines: EngineSelection;
}

/**
 * What a supervisor says to its owner, in this order: `locked` once it alone serves the folder, `said` for a sentence to the
 * person, then `ready`; and `failed` before it ends for any reason but its owner's wish.
 */
export type SupervisorReport =
  | { readonly kind: "locked" }
  | { readonly kind: "said"; readonly sentence: string }
  | { readonly kind: "ready"; readonly endpoints: Endpoints }
  | { readonly kind: "failed"; readonly reason: string };
