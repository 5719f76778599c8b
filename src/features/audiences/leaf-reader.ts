import { RoaringBitmap32 } from "roaring";
import { PersonCounter } from "../../engines/segmentation/person-counter";
import { PersonSet } from "../../engines/segmentation/person-set";
import type { LeafStore } from "./leaf.store";
import type { DidQuery, SeenQuery, TouchpointQuery } from "./leaf-query";
import { countStatement, presenceStatements, seenStatement, worthStatement } from "./leaf-statement";
import { sequenceStatement } from "./sequence-statement";
import type { LeafStatement } from "./statement-window";

/** Answers questions about touchpoints: what ClickHouse merges, and what is gathered or counted here because that is faster. */
export class LeafReader {
  constructor(private readonly store: LeafStore) {}

  async find(query: TouchpointQuery): Promise<RoaringBitmap32> {
    if (query.kind === "SEQUENCE") return this.store.findBitmap(sequenceStatement(query));
    if (query.kind === "SEEN" && !query.platforms) return this.store.findBitmap(seenStatement(query));
    if (query.kind === "DID" && query.worth !== null) return this.store.findBitmap(worthStatement(query, query.worth));
    if (query.kind === "DID" && query.atLeast > 1) return this.count(query);
    return this.findPresent(query);
  }

  private async findPresent(query: DidQuery | SeenQuery): Promise<RoaringBitmap32> {
    const { months, rows } = presenceStatements(query);
    const [byMonth, byRow] = await Promise.all([
      months ? this.store.findBitmap(months) : new RoaringBitmap32(),
      rows ? this.gather(rows) : new RoaringBitmap32(),
    ]);
    return byMonth.isEmpty ? byRow : byMonth.orInPlace(byRow);
  }

  private async gather(statement: LeafStatement): Promise<RoaringBitmap32> {
    const set = new PersonSet();
    for await (const people of this.store.streamPeople(statement)) set.addAll(people);
    return set.people();
  }

  /** Here, because ClickHouse's GROUP BY takes twice as long. */
  private async count(query: DidQuery): Promise<RoaringBitmap32> {
    const counter = new PersonCounter(query.atLeast);
    for await (const people of this.store.streamPeople(countStatement(query))) counter.add(people);
    return counter.people();
  }
}
