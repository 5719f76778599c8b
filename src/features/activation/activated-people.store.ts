import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { bitmapLiteral, readBitmaps, writeBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";

/** Whom each push and each export is about. */
export class ActivatedPeopleStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  /** Once for each id. */
  async insert(activationId: string, people: RoaringBitmap32): Promise<void> {
    const { stream } = await this.clickhouse.exec({
      query: tagged(
        "activation.insertPeople",
        "INSERT INTO activated_people SELECT {id:UUID}, people FROM input('people AggregateFunction(groupBitmap, UInt32)') FORMAT RowBinary",
      ),
      query_params: { id: activationId },
      values: Readable.from([writeBitmap(people)], { objectMode: false }),
    });
    for await (const _ of stream); // an INSERT answers nothing, but the connection is free only at its end
  }

  async find(activationId: string): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(
      this.clickhouse,
      "activation.findPeople",
      "SELECT people FROM activated_people WHERE activation_id = {id:UUID} LIMIT 1",
      { id: activationId },
    );
    if (!people) throw new Error(`People of activation ${activationId} must be in ClickHouse, but are not.`);
    return people;
  }

  /** Pushes and exports that are about one of these people. */
  async findIdsWith(ordinals: readonly number[]): Promise<readonly string[]> {
    if (ordinals.length === 0) return [];
    const answer = await this.clickhouse.query({
      query: tagged(
        "activation.findIdsWith",
        `SELECT DISTINCT toString(activation_id) FROM activated_people WHERE bitmapHasAny(people, ${bitmapLiteral(ordinals)})`,
      ),
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  }

  async findIdsBefore(before: Date): Promise<readonly string[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "activation.findIdsBefore",
        "SELECT DISTINCT toString(activation_id) FROM activated_people WHERE UUIDv7ToDateTime(activation_id) < {before:DateTime64(3, 'UTC')}",
      ),
      query_params: { before },
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  }

  async forget(activationIds: readonly string[]): Promise<void> {
    if (activationIds.length === 0) return;
    await this.mutations.run({
      place: "activation.forgetPeople",
      table: "activated_people",
      statement: (rows) => `DELETE FROM ${rows} WHERE activation_id IN {ids:Array(UUID)}`,
      params: { ids: activationIds },
    });
  }

  async erase(ordinals: readonly number[]): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: "activation.erasePeople",
      table: "activated_people",
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
  }
}
