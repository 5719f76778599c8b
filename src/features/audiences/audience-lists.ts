import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { OverlayId } from "../people";

/** A list that rules may name. */
export interface UsableList {
  readonly name: string;
  /** Whose people together are on it, by their bitmaps. */
  readonly uploadIds: readonly string[];
}

/** Uploaded lists that rules may ask about; a feature of its own keeps them. */
export interface AudienceLists {
  /** Null: the organisation has no such list, or not any more. */
  find(context: RequestContext, listId: string): Promise<UsableList | null>;
  /** Null: the list may be used, else the fewest matched people that it needs. */
  missingMinimum(context: RequestContext, list: UsableList): Promise<number | null>;
  /** Everybody of the uploads, as the people they are now under the overlay. */
  people(uploadIds: readonly string[], overlayId: OverlayId): Promise<RoaringBitmap32>;
}
