import type { RoaringBitmap32 } from "roaring";
import type { AssetService } from "../assets";
import type { AudienceMemberStore } from "./audience-member.store";
import type { LeafStore } from "./leaf.store";
import type { LeafCache } from "./leaf-cache";
import type { LeafQuery } from "./leaf-query";

export interface LeafLoaderInput {
  readonly leaves: LeafStore;
  readonly members: AudienceMemberStore;
  readonly assets: AssetService;
  readonly cache: LeafCache;
}

/** Answers questions from memory, else from whoever keeps the data. Its bitmaps are frozen. */
export class LeafLoader {
  constructor(private readonly its: LeafLoaderInput) {}

  load(query: LeafQuery): Promise<RoaringBitmap32> {
    return this.its.cache.get(JSON.stringify(query), () => this.read(query));
  }

  private read(query: LeafQuery): Promise<RoaringBitmap32> {
    if (query.kind === "MEMBERS") return this.its.members.find(query.buildId);
    if (query.kind !== "LABEL") return this.its.leaves.find(query);
    return this.its.assets.labelBitmap(query.labelsId, query.brandId, query.dimension, query.labels);
  }
}
