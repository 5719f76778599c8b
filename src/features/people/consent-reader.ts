import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { ConsentStore } from "./consent.store";
import type { PeopleOverlay } from "./people-overlay";

/** Who must be left out of whatever leaves the house on behalf of an organisation. */
export class ConsentReader {
  constructor(
    private readonly store: ConsentStore,
    private readonly overlay: PeopleOverlay,
  ) {}

  /** People who took their consent back from the caller's organisation, and did not give it again. */
  async withdrawn(context: RequestContext): Promise<RoaringBitmap32> {
    return this.store.findWithdrawn(context.organisationId, await this.overlay.idOf(context));
  }
}
