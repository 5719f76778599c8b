import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { PersonCounter } from "../../engines/segmentation/person-counter";
import { PersonSet } from "../../engines/segmentation/person-set";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { readNumbers } from "../../platform/clickhouse/read-numbers";
import type { DidQuery, SeenQuery, TouchpointQuery } from "./leaf-query";
import { countStatement, presenceStatements, seenStatement, worthStatement } from "./leaf-statement";
import { sequenceStatement } from "./sequence-statement";
import type { LeafStatement } from "./statement-window";

/** Answers questions about touchpoints. */
export class LeafStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find(query: TouchpointQuery): Promise<RoaringBitmap32> {
    if (query.kind === "SEQUENCE") return this.findBitmap(sequenceStatement(query));
    if (query.kind === "SEEN") return query.platforms ? this.findPresent(query) : this.findBitmap(seenStatement(query));
    if (query.worth !== null) return this.findBitmap(worthStatement(query, query.worth));
    return query.atLeast > 1 ? this.count(query) : this.findPresent(query);
  }

  private async findPresent(query: DidQuery | SeenQuery): Promise<RoaringBitmap32> {
    const { months, rows } = presenceStatements(query);
    const [byMonth, byRow] = await Promise.all([
      months ? this.findBitmap(months) : new RoaringBitmap32(),
      rows ? this.gather(rows) : new RoaringBitmap32(),
    ]);
    return byMonth.isEmpty ? byRow : byMonth.orInPlace(byRow);
  }

  private async findBitmap({ sql, params }: LeafStatement): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(this.clickhouse, "audiences.findLeaf", sql, params);
    return people!;
  }

  private async gather({ sql, params }: LeafStatement): Promise<RoaringBitmap32> {
    const set = new PersonSet();
    for await (const people of readNumbers(this.clickhouse, "audiences.gatherPeople", sql, params)) set.addAll(people);
    return set.people();
  }

  /** Here, because ClickHouse's GROUP BY takes twice as long. */
  private async count(query: DidQuery): Promise<RoaringBitmap32> {
    const { sql, params } = countStatement(query);
    const counter = new PersonCounter(query.atLeast);
    for await (const people of readNumbers(this.clickhouse, "audiences.countPeople", sql, params)) counter.add(people);
    return counter.people();
  }
}
