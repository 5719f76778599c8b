import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Identity, IdentityOrigin } from "./identity";
import { MAX_PERSON_ROWS, type PersonRowRejection } from "./upload-row";

/** A source of the caller's organisation. */
export type OwnSource = IdentityOrigin["source"] & { readonly code: string };

/** A row's identities as they are resolved, or why they cannot be. */
export type IdentityCheck = (identities: readonly Identity[]) => readonly Identity[] | PersonRowRejection;

/** What people's rows need to know of sources and namespaces; the touchpoint plane, which comes later, keeps them. */
export interface UploadSources {
  findOwnSource(context: RequestContext, where: { readonly id: number }): Promise<OwnSource | null>;
  /** The cloud's sources and the organisation's own. */
  visibleSourceIds(context: RequestContext): Promise<readonly number[]>;
  identityCheck(context: RequestContext): Promise<IdentityCheck>;
}

/** The source of a call with so many rows; anything else is the caller's mistake. */
export async function requireUpload(
  sources: UploadSources,
  context: RequestContext,
  sourceId: number,
  rows: number,
): Promise<OwnSource> {
  if (rows === 0 || rows > MAX_PERSON_ROWS)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["rows"],
      `rows must have 1 to ${MAX_PERSON_ROWS} elements, but got ${rows}; send several calls.`,
    );
  const source = await sources.findOwnSource(context, { id: sourceId });
  if (source) return source;
  throw UserProblems.one(
    "NOT_FOUND",
    ["sourceId"],
    "sourceId must name a source of this organisation; make one with createTouchpointSource.",
  );
}
