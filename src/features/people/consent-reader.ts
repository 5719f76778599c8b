import { LRUCache } from "lru-cache";
import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { ConsentStore } from "./consent.store";
import type { PeopleOverlay } from "./people-overlay";
import type { PeopleStateStore } from "./people-state.store";
import type { UploadStore } from "./upload.store";

const MAX_BYTES = 64 * 2 ** 20;

export interface ConsentReaderParts {
  readonly statements: ConsentStore;
  readonly uploads: UploadStore;
  readonly state: PeopleStateStore;
  readonly overlay: PeopleOverlay;
}

/** Who must be left out of whatever leaves the house on behalf of an organisation. */
export class ConsentReader {
  private readonly known = new LRUCache<string, RoaringBitmap32>({
    maxSize: MAX_BYTES,
    sizeCalculation: (people) => people.getSerializationSizeInBytes("portable"),
  });

  constructor(private readonly its: ConsentReaderParts) {}

  /**
   * People who took their consent back from the caller's organisation, and did not give it again; shared, so frozen. An upload is
   * acknowledged after it was counted, so what is known holds every acknowledged withdrawal.
   */
  async withdrawn(context: RequestContext): Promise<RoaringBitmap32> {
    const [overlayId, { version }, uploads] = await Promise.all([
      this.its.overlay.idOf(context),
      this.its.state.find(),
      this.its.uploads.versionOf(context),
    ]);
    const key = [context.organisationId, overlayId, version, uploads].join(" ");
    const known = this.known.get(key);
    if (known) return known;
    const people = await this.its.statements.findWithdrawn(context.organisationId, overlayId);
    this.known.set(key, people.freeze());
    return people;
  }
}
