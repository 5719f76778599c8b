import { RoaringBitmap32 } from "roaring";
import type { AttributePeople, FrozenPeople, NamespacePeopleStore } from "../people";
import type { AudienceLists } from "./audience-lists";
import type { LaterPeople } from "./later-people";
import type { PersonLeafQuery } from "./person-leaf-query";
import type { RandomShareStore } from "./random-share.store";

export interface PersonLeafLoaderInput {
  readonly shares: RandomShareStore;
  readonly attributes: AttributePeople;
  readonly namespaces: NamespacePeopleStore;
  readonly lists: AudienceLists;
  readonly later: LaterPeople;
  readonly frozen: FrozenPeople;
}

/** Answers questions about people themselves from whoever keeps the data. */
export class PersonLeafLoader {
  constructor(private readonly its: PersonLeafLoaderInput) {}

  async load(query: PersonLeafQuery): Promise<RoaringBitmap32> {
    const { shares, attributes, namespaces, lists, later, frozen } = this.its;
    switch (query.kind) {
      case "SHARE":
        return shares.find(query);
      case "ATTRIBUTE":
        return attributes.people(query);
      case "NAMESPACE":
        return namespaces.find(query);
      case "LIST":
        return lists.people(query.uploadIds, query.overlayId);
      case "MEMBERSHIP":
        return later.membership.members(query);
      case "TIERS": {
        const people = await later.membership.membersByTier(query, query.overlayId);
        return RoaringBitmap32.orMany(people.filter((_, tier) => query.in.includes(query.tiers[tier]!)));
      }
      case "VALUE_TIER":
        return frozen.current(await later.values.people(query, query.tiers, query.quadrants), query.overlayId);
      case "LIFECYCLE": {
        const people = await later.lifecycle.people(query, query);
        return RoaringBitmap32.orMany(query.in.map((state) => people[state]));
      }
    }
  }
}
