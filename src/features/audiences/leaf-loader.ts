import { RoaringBitmap32 } from "roaring";
import { SingleFlight } from "../../platform/single-flight";
import { Turns } from "../../platform/turns";
import type { AssetService } from "../assets";
import type { FrozenPeople, OverlayId } from "../people";
import type { AudienceMemberStore } from "./audience-member.store";

import type { LeafCache } from "./leaf-cache";
import type { LabelQuery, LeafQuery } from "./leaf-query";
import type { LeafReader } from "./leaf-reader";
import { isPresence } from "./leaf-statement";
import type { LookAlikeModels } from "./look-alike-models";
import type { PersonLeafLoader } from "./person-leaf-loader";
import type { RfmLeaf } from "./rfm-leaf";

export interface LeafLoaderInput {
  readonly leaves: LeafReader;
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
  private readonly dimensions = new SingleFlight<ReadonlyMap<number, RoaringBitmap32>>();

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
    const { frozen, leaves, members, rfm, models, person } = this.its;
    if (query.kind === "LABEL") return this.readLabels(query);
    if (query.kind === "MEMBERS") return frozen.current(await members.find(query.buildId), query.overlayId);
    if (query.kind === "LOOK_ALIKE")
      return frozen.current(await models.top(query.modelId, query.topPercent), query.overlayId);
    if (query.kind === "RFM") return this.joined(query.joinedBy, () => rfm.find(query));
    if (query.kind !== "DID" && query.kind !== "SEEN" && query.kind !== "SEQUENCE") return person.load(query);
    if (!isPresence(query)) return this.joined(query.joinedBy, () => leaves.find(query));
    // Months and days are kept of the cloud's people, so it is them who are asked for, and only then is it said of the organisation's.
    const joinedBy = query.joinedBy ?? query.overlayId;
    return this.joined(joinedBy, () => leaves.find({ ...query, overlayId: null }));
  }

  /** A dimension is read whole, as its labels are told apart from one another all at once; each is kept for whoever asks for it next. */
  private async readLabels(query: LabelQuery): Promise<RoaringBitmap32> {
    const { assets, cache } = this.its;
    const { labels, ...dimension } = query;
    if (labels.length > 1)
      return RoaringBitmap32.orMany(await Promise.all(labels.map((label) => this.load({ ...query, labels: [label] }))));
    const people = await this.dimensions.run(JSON.stringify(dimension), () => assets.labelBitmaps(dimension));
    for (const [label, bitmap] of people) cache.keep(JSON.stringify({ ...query, labels: [label] }), bitmap);
    return people.get(labels[0]!) ?? new RoaringBitmap32();
  }

  private async joined(joinedBy: OverlayId, find: () => Promise<RoaringBitmap32>): Promise<RoaringBitmap32> {
    const people = await this.statements.take(find);
    return joinedBy === null ? people : this.its.frozen.current(people, joinedBy);
  }
}
