import type { RequestContext } from "../../platform/request-context";
import { suppress, suppressPartition } from "../../platform/small-groups";
import type { AccessService } from "../access";
import type { ConsentStore } from "./consent.store";
import type { PeopleOverlay } from "./people-overlay";
import type { StablePlane } from "./stable-plane";
import type { FirstPartyUpload, UploadStore } from "./upload.store";
import type { UploadSources } from "./upload-sources";

/** A source's upload with its people; their counts are null where withheld. */
export interface ShownUpload extends FirstPartyUpload {
  readonly asOf: Date;
  readonly people: bigint | null;
  readonly matched: bigint | null;
  readonly unmatched: bigint | null;
  readonly granted: bigint | null;
  readonly withdrawn: bigint | null;
  readonly suppressedBelow: number;
}

export interface UploadSummariesParts {
  readonly access: AccessService;
  readonly uploads: UploadStore;
  readonly consent: ConsentStore;
  readonly sources: UploadSources;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** What became of the people of an upload; every count of them leaves through here, suppressed. */
export class UploadSummaries {
  constructor(private readonly its: UploadSummariesParts) {}

  /** Null: nothing was uploaded, or not by the caller's organisation. */
  async find(
    context: RequestContext,
    where: { readonly id: string } | { readonly sourceId: number },
  ): Promise<ShownUpload | null> {
    const upload = await this.its.uploads.find(context, where);
    if (!upload) return null;
    const { sourceId } = upload;
    const asOf = context.clock.now();
    const [organisation, visible] = await Promise.all([
      this.its.access.ownOrganisation(context),
      this.its.sources.visibleSourceIds(context),
    ]);
    const threshold = organisation.smallGroupThreshold;
    const otherSourceIds = visible.filter((id) => id !== sourceId);
    const found = await this.its.plane.read(context, async () => {
      const overlayId = await this.its.overlay.idOf(context);
      return this.its.consent.countUploaded(context, { sourceId, otherSourceIds, overlayId, asOf });
    });
    const people = suppress(found.matched + found.unmatched, threshold);
    /** Two parts of the people: of people who are withheld, nothing is told. */
    const told = (...parts: [bigint, bigint]): readonly (bigint | null)[] =>
      people === null ? [null, null] : suppressPartition(parts, threshold).counts;
    const [matched, unmatched] = told(found.matched, found.unmatched);
    const [granted, withdrawn] = told(found.granted, found.withdrawn);
    return {
      ...upload,
      asOf,
      people,
      matched: matched!,
      unmatched: unmatched!,
      granted: granted!,
      withdrawn: withdrawn!,
      suppressedBelow: threshold,
    };
  }
}
