import type { EntityManager } from "typeorm";
import type { RequestContext } from "../../platform/request-context";
import type { PeopleStateStore } from "./people-state.store";

/**
 * Overlay: which people of the cloud's identity graph an organisation's private links make one. It is used under that
 * organisation alone; null: the organisation has no private links, and reads the cloud's people as they are.
 */
export type OverlayId = string | null;

export class PeopleOverlay {
  constructor(private readonly store: PeopleStateStore) {}

  /** The overlay that the caller's organisation reads people through; the same for a whole request, or round of `StablePlane.read`. */
  idOf(context: RequestContext): Promise<OverlayId> {
    const kept = this.keptIn(context);
    kept.id ??= this.store.findOverlay(context);
    return kept.id;
  }

  /** Whether it is still the one to read through, inside the organisation's transaction. */
  async isCurrent(manager: EntityManager, overlayId: OverlayId): Promise<boolean> {
    return (await this.store.findOverlayNow(manager)) === overlayId;
  }

  /** The next question is answered anew: people were moved. */
  forget(context: RequestContext): void {
    this.keptIn(context).id = undefined;
  }

  private keptIn(context: RequestContext): { id: Promise<OverlayId> | undefined } {
    return context.memo(this, () => ({ id: undefined }));
  }
}
