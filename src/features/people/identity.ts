import type { RequestContext } from "../../platform/request-context";

/** A value in a namespace under which a platform knows a person; kept under HMAC only. */
export interface Identity {
  readonly namespace: string;
  readonly value: string;
}

/** Who names the identities, and on which footing. */
export interface IdentityOrigin {
  readonly source: { readonly id: number; readonly visibility: "CLOUD" | "ORGANISATION" };
  /** Number of the intake chunk; 0 for what a person asserts. */
  readonly chunk: number;
  readonly now: Date;
  /** `peopleVersion` of the plane, read under the shared lock PLANE_SHAPE: what is cached of an older one is wrong. */
  readonly peopleVersion: bigint;
  /** For whom a settle is asked, where one is needed. */
  readonly context: Pick<RequestContext, "organisationId" | "actor" | "clock">;
}
