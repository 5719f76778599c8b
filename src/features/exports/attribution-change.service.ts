import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { type AttributionChanges, FROM_THE_START, type Watermark } from "./attribution-change";
import type { AttributionChangeStore } from "./attribution-change.store";

/** Most changes of one answer. */
export const MAX_CHANGES = 1_000;

export class AttributionChangeService {
  constructor(private readonly store: AttributionChangeStore) {}

  /** Changes of a brand that the caller sees; `since` null: all that there are. */
  async changes(
    context: RequestContext,
    brandId: number,
    since: string | null,
    first: number,
  ): Promise<AttributionChanges> {
    if (first < 1 || first > MAX_CHANGES)
      throw new RequestError("BAD_USER_INPUT", `first must be 1 to ${MAX_CHANGES}, but got ${first}.`);
    const after = since === null ? FROM_THE_START : readWatermark(since);
    const found = await this.store.findAfter(context, brandId, after, first + 1);
    const rows = found.slice(0, first);
    return { rows, watermark: rows.at(-1) ?? after, hasMore: found.length > first };
  }
}

/** Opaque for clients. */
export const printWatermark = ({ changedIn, key }: Watermark): string =>
  Buffer.from(JSON.stringify([changedIn, key])).toString("base64url");

function readWatermark(text: string): Watermark {
  try {
    const [changedIn, key] = JSON.parse(Buffer.from(text, "base64url").toString()) as unknown[];
    if (typeof changedIn === "string" && /^(-1|\d{1,18})$/.test(changedIn) && typeof key === "string")
      return { changedIn, key };
  } catch {
    // refused below, as whatever is no watermark
  }
  throw new RequestError(
    "BAD_USER_INPUT",
    "since must be a watermark that attributionChanges returned; leave it out to read from the start.",
  );
}
