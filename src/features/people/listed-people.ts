import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { ErasedIdentities } from "./erased-identities";
import { IDENTITY_WAS_ERASED } from "./erased-row";
import type { ListedPeopleStore } from "./listed-people.store";
import type { PeopleKeys } from "./people-keys";
import type { PeopleOverlay } from "./people-overlay";
import type { PeopleStateStore } from "./people-state.store";
import type { StablePlane } from "./stable-plane";
import { isRowRejection, type PersonRowRejection, rejectRow } from "./upload-row";
import type { UploadSources } from "./upload-sources";

export interface ListedPeopleParts {
  readonly keys: PeopleKeys;
  readonly erased: ErasedIdentities;
  readonly state: PeopleStateStore;
  readonly sources: UploadSources;
  readonly store: ListedPeopleStore;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** A row of a list that is not taken. */
export interface RefusedValue extends PersonRowRejection {
  /** Its place in the list, from 0. */
  readonly index: number;
}

export interface MatchedList {
  readonly people: RoaringBitmap32;
  /** Different ids that were taken, whether somebody is known under them or not. */
  readonly accepted: number;
  /** Rows whose id an earlier row has. */
  readonly duplicates: number;
  readonly refused: readonly RefusedValue[];
}

/**
 * Who is known under a list of hashed ids. Its rows are checked as those of every upload of people; but it says of nobody that
 * ids belong together or that consent was given, so nothing of it is kept here, least of all an id that nobody is known under.
 */
export class ListedPeople {
  constructor(private readonly parts: ListedPeopleParts) {}

  /** `values`: ids of one declared namespace, at most 50,000. */
  async match(context: RequestContext, namespace: string, values: readonly string[]): Promise<MatchedList> {
    const { keys, erased, state, sources, store, overlay, plane } = this.parts;
    const [check, { version }] = await Promise.all([sources.identityCheck(context), state.find()]);
    const isErased = await erased.asOf(version);
    const refused: RefusedValue[] = [];
    const taken = new Set<string>();
    for (const [index, value] of values.entries()) {
      const checked = check([{ namespace, value }]);
      if (isRowRejection(checked)) {
        refused.push({ ...checked, field: [], index });
        continue;
      }
      const key = keys.keyOf(checked[0]!);
      if (isErased?.(key)) refused.push({ ...rejectRow("IDENTITY_ERASED", [], IDENTITY_WAS_ERASED), index });
      else taken.add(key);
    }
    const people = await plane.read(context, async () => {
      const [overlayId, sourceIds] = await Promise.all([overlay.idOf(context), sources.visibleSourceIds(context)]);
      return store.find({ organisationId: context.organisationId, sourceIds, overlayId, keys: [...taken] });
    });
    const accepted = taken.size;
    return { people, accepted, duplicates: values.length - refused.length - accepted, refused };
  }
}
