import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { bitmapLiteral, readBitmaps, writeBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";

/** Whom each upload of a list matched. An upload is written once, under an id that nobody reads until it is published. */
export class AudienceListPeopleStore implements PersonEraser {
  readonly tables = ["audience_list_people"] as const;

  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  async insert(uploadId: string, people: RoaringBitmap32): Promise<void> {
    const { stream } = await this.clickhouse.exec({
      query: tagged(
        "audienceLists.insertPeople",
        "INSERT INTO audience_list_people SELECT {id:UUID}, people FROM input('people AggregateFunction(groupBitmap, UInt32)') FORMAT RowBinary",
      ),
      query_params: { id: uploadId },
      values: Readable.from([writeBitmap(people)], { objectMode: false }),
    });
    for await (const _ of stream); // an INSERT answers nothing, but the connection is free only at its end
  }

  /** Of all of the uploads together. */
  async find(uploadIds: readonly string[]): Promise<RoaringBitmap32> {
    const found = await readBitmaps(
      this.clickhouse,
      "audienceLists.findPeople",
      "SELECT people FROM audience_list_people WHERE upload_id IN {ids:Array(UUID)}",
      { ids: [...uploadIds] },
    );
    return RoaringBitmap32.orMany(found);
  }

  async findUploadsBefore(before: Date): Promise<readonly string[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "audienceLists.findUploadsBefore",
        "SELECT DISTINCT toString(upload_id) FROM audience_list_people WHERE UUIDv7ToDateTime(upload_id) < {before:DateTime64(3, 'UTC')}",
      ),
      query_params: { before },
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  }

  async delete(uploadIds: readonly string[]): Promise<void> {
    if (uploadIds.length === 0) return;
    await this.mutations.run({
      place: "audienceLists.deletePeople",
      table: "audience_list_people",
      statement: (rows) => `DELETE FROM ${rows} WHERE upload_id IN {ids:Array(UUID)}`,
      params: { ids: uploadIds },
    });
  }

  async erase({ ordinals }: StoredPerson): Promise<void> {
    if (ordinals.length === 0) return;
    const erased = bitmapLiteral(ordinals);
    await this.mutations.run({
      place: "audienceLists.erasePeople",
      table: "audience_list_people",
      statement: (rows) =>
        `ALTER TABLE ${rows} UPDATE people = bitmapAndnot(people, ${erased}) WHERE bitmapHasAny(people, ${erased})`,
      params: {},
    });
  }
}
