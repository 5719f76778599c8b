import type { RoaringBitmap32 } from "roaring";
import { PersonCounter } from "../../engines/segmentation/person-counter";
import { Turns } from "../../platform/turns";
import type { AssetService } from "../assets";
import type { FrozenPeople, OverlayId } from "../people";
import type { AudienceMemberStore } from "./audience-member.store";
import type { LeafStore } from "./leaf.store";
import type { LeafCache } from "./leaf-cache";
import type { DidQuery, LeafQuery } from "./leaf-query";
import { isCounted, isPresence } from "./leaf-statement";
import type { LookAlikeModels } from "./look-alike-models";
import type { PersonLeafLoader } from "./person-leaf-loader";
import type { RfmLeaf } from "./rfm-leaf";

export interface LeafLoaderInput {
  readonly leaves: LeafStore;
  readonly members: AudienceMemberStore;
  readonly assets: AssetService;
  readonly cache: LeafCache;
  readonly frozen: FrozenPeople;
  readonly person: PersonLeafLoader;
  readonly rfm: RfmLeaf;
  readonly models: LookAlikeModels;
}

/**
 * Statements about touchpoints that one process has under way. Each takes all cores of ClickHouse by itself: more at once end no
 * sooner, and each takes its memory.
 */
const MOST_STATEMENTS = 4;

/** Answers questions from memory, else from whoever keeps the data. Its bitmaps are frozen. */
export class LeafLoader {
  private readonly statements = new Turns(MOST_STATEMENTS);

  constructor(private readonly its: LeafLoaderInput) {}

  load(query: LeafQuery): Promise<RoaringBitmap32> {
    return this.its.cache.get(JSON.stringify(query), () => this.read(query));
  }

  /** Nothing where the answer is in memory; one look-up of a bitmap costs less than touchpoints, and these less than their order. */
  costOf(query: LeafQuery): number {
    if (this.its.cache.has(JSON.stringify(query))) return 0;
    if (query.kind === "SEQUENCE") return 3;
    return query.kind === "DID" || query.kind === "SEEN" || query.kind === "RFM" ? 2 : 1;
  }

  private async read(query: LeafQuery): Promise<RoaringBitmap32> {
    const { assets, frozen, leaves, members, rfm, models, person } = this.its;
    if (query.kind === "LABEL") return assets.labelBitmap(query, query.labels);
    if (query.kind === "MEMBERS") return frozen.current(await members.find(query.buildId), query.overlayId);
    if (query.kind === "LOOK_ALIKE")
      return frozen.current(await models.top(query.modelId, query.topPercent), query.overlayId);
    if (query.kind === "RFM") return this.joined(query.joinedBy, () => rfm.find(query));
    if (query.kind !== "DID" && query.kind !== "SEEN" && query.kind !== "SEQUENCE") return person.load(query);
    if (isCounted(query)) return this.joined(query.joinedBy, () => this.count(query));
    if (!isPresence(query)) return this.joined(query.joinedBy, () => leaves.find(query));
    // Days are kept of the cloud's people, so it is them who are asked for, and only then is it said of the organisation's.
    const joinedBy = query.joinedBy ?? query.overlayId;
    return this.joined(joinedBy, () => leaves.find({ ...query, overlayId: null }));
  }

  /** Here, because ClickHouse's GROUP BY takes twice as long. */
  private async count(query: DidQuery): Promise<RoaringBitmap32> {
    const counter = new PersonCounter(query.atLeast);
    for await (const people of this.its.leaves.streamPeople(query)) counter.add(people);
    return counter.people();
  }

  private async joined(joinedBy: OverlayId, find: () => Promise<RoaringBitmap32>): Promise<RoaringBitmap32> {
    const people = await this.statements.take(find);
    return joinedBy === null ? people : this.its.frozen.current(people, joinedBy);
  }
}
