import type { RequestContext } from "../../platform/request-context";

/** A value in a namespace under which a platform knows a person; found by its HMAC and kept sealed. */
export interface Identity {
  readonly namespace: string;
  readonly value: string;
}

/** An intake chunk that names identities: if it never ends, or its run is taken back, its links are wiped. */
export interface LinkingChunk {
  readonly number: number;
  readonly runId: string;
  /** Which of these chunks are committed ones of the same run: only with the run is wiped what they linked. */
  readonly committedOf: (numbers: readonly number[]) => Promise<ReadonlySet<number>>;
}

/** Inserts of one chunk in ClickHouse, by the name under which they can be ended. */
export const insertsOfChunk = (number: number): string => `chunk-${number}`;

/** Inserts of identities, likewise: they are made under one lock. */
export const IDENTITIES = "identities";

/** Who names the identities, and on which footing. */
export interface IdentityOrigin {
  readonly source: { readonly id: number; readonly visibility: "CLOUD" | "ORGANISATION" };
  /** Null for what a person asserts. */
  readonly chunk: LinkingChunk | null;
  readonly now: Date;
  /** `peopleVersion` of the plane, read under the shared lock PLANE_SHAPE: what is cached of an older one is wrong. */
  readonly peopleVersion: bigint;
  /** For whom a settle is asked, where one is needed. */
  readonly context: Pick<RequestContext, "organisationId" | "actor" | "clock">;
}
