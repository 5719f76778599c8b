import type { RoaringBitmap32 } from "roaring";
import type { AssetService } from "../assets";
import type { FrozenPeople } from "../people";
import type { AudienceMemberStore } from "./audience-member.store";
import type { LeafStore } from "./leaf.store";
import type { LeafCache } from "./leaf-cache";
import type { LeafQuery } from "./leaf-query";
import type { PersonLeafLoader } from "./person-leaf-loader";

export interface LeafLoaderInput {
  readonly leaves: LeafStore;
  readonly members: AudienceMemberStore;
  readonly assets: AssetService;
  readonly cache: LeafCache;
  readonly frozen: FrozenPeople;
  readonly person: PersonLeafLoader;
}

/** Answers questions from memory, else from whoever keeps the data. Its bitmaps are frozen. */
export class LeafLoader {
  constructor(private readonly its: LeafLoaderInput) {}

  load(query: LeafQuery): Promise<RoaringBitmap32> {
    return this.its.cache.get(JSON.stringify(query), () => this.read(query));
  }

  private async read(query: LeafQuery): Promise<RoaringBitmap32> {
    const { assets, frozen, leaves, members, person } = this.its;
    if (query.kind === "LABEL") return assets.labelBitmap(query, query.labels);
    if (query.kind === "MEMBERS") return frozen.current(await members.find(query.buildId), query.overlayId);
    if (query.kind !== "DID" && query.kind !== "SEEN") return person.load(query);
    const people = await leaves.find(query);
    return query.joinedBy === null ? people : frozen.current(people, query.joinedBy);
  }
}
