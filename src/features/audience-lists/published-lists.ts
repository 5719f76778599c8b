import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import type { AudienceLists, UsableList } from "../audiences";
import type { FrozenPeople, OverlayId, PeopleOverlay } from "../people";
import type { AudienceListStore } from "./audience-list.store";
import type { AudienceListPeopleStore } from "./audience-list-people.store";

export interface PublishedListsParts {
  readonly access: AccessService;
  readonly store: AudienceListStore;
  readonly people: AudienceListPeopleStore;
  readonly frozen: FrozenPeople;
  readonly overlay: PeopleOverlay;
}

/** What rules may ask of uploaded lists. */
export class PublishedLists implements AudienceLists {
  constructor(private readonly parts: PublishedListsParts) {}

  find(context: RequestContext, listId: string): Promise<UsableList | null> {
    return this.parts.store.find(context, listId);
  }

  async missingMinimum(context: RequestContext, { uploadIds }: UsableList): Promise<number | null> {
    const { access, overlay } = this.parts;
    const { minimumListPeople } = await access.ownOrganisation(context);
    const { size } = await this.people(uploadIds, await overlay.idOf(context));
    return size < minimumListPeople ? minimumListPeople : null;
  }

  async people(uploadIds: readonly string[], overlayId: OverlayId): Promise<RoaringBitmap32> {
    return this.parts.frozen.current(await this.parts.people.find(uploadIds), overlayId);
  }
}
