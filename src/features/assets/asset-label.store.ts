import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmap, writeBitmap } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import type { LabelDimension, PeopleLabels } from "./people-labels";
import type { Statement } from "./population";

/** Bitmaps of one brand (0: of no one brand) by name. */
export type NamedBitmaps<Name extends string> = ReadonlyMap<Name, RoaringBitmap32>;

/** `row` below in the table's terms. */
const ROW = "brand_id UInt32, dimension Int8, label UInt8, people AggregateFunction(groupBitmap, UInt32)";

/** Membership bitmaps in ClickHouse: what labels are made from, and the labels. */
export class AssetLabelStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Runs a SELECT of (brand, name, bitmap state). */
  async select<Name extends string>(
    place: string,
    { sql, params }: Statement,
  ): Promise<ReadonlyMap<number, NamedBitmaps<Name>>> {
    const answer = await inTime(
      this.clickhouse.exec({
        query: `${tagged(place, sql)} FORMAT RowBinary`,
        query_params: { ...params },
        // An error half-way must be an error, not an answer cut short.
        clickhouse_settings: { wait_end_of_query: 1 },
      }),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const brands = new Map<number, Map<Name, RoaringBitmap32>>();
    for (let offset = 0; offset < bytes.length; ) {
      const brandId = bytes.readUInt32LE(offset);
      const nameEnd = offset + 5 + bytes.readUInt8(offset + 4);
      const name = bytes.toString("utf8", offset + 5, nameEnd) as Name;
      const { bitmap, next } = readBitmap(bytes, nameEnd);
      const named = brands.get(brandId) ?? new Map<Name, RoaringBitmap32>();
      brands.set(brandId, named.set(name, bitmap));
      offset = next;
    }
    return brands;
  }

  /** Writes all labels of a pass. Nobody reads them until something that names `labelsId` is published. */
  async insert(labelsId: string, labels: ReadonlyMap<number, PeopleLabels>): Promise<void> {
    const rows = [...labels].flatMap(([brandId, { stages, cells }]) => [
      ...stages.map((people, label) => row(brandId, 1, label, people)),
      ...cells.map((people, label) => row(brandId, 2, label, people)),
    ]);
    const { stream } = await this.clickhouse.exec({
      query: tagged(
        "assets.insertLabels",
        `INSERT INTO asset_label SELECT {labelsId:UUID}, brand_id, dimension, label, people FROM input('${ROW}') FORMAT RowBinary`,
      ),
      query_params: { labelsId },
      values: Readable.from(rows, { objectMode: false }),
    });
    for await (const _ of stream); // an INSERT answers nothing, but the connection is free only at its end
  }

  /** Stage bitmaps of the brands, named by their label. */
  readStages(labelsId: string, brandIds: readonly number[]): Promise<ReadonlyMap<number, NamedBitmaps<string>>> {
    const sql = `SELECT brand_id, toString(label), people FROM asset_label
      WHERE labels_id = {labelsId:UUID} AND brand_id IN {brandIds:Array(UInt32)} AND dimension = 'STAGE'`;
    return this.select("assets.readStages", { sql, params: { labelsId, brandIds } });
  }

  /** Everybody of one brand, by label. */
  async readLabels(where: {
    readonly labelsId: string;
    readonly brandId: number;
    readonly dimension: LabelDimension;
  }): Promise<ReadonlyMap<number, RoaringBitmap32>> {
    const { labelsId, brandId, dimension } = where;
    const sql = `SELECT brand_id, toString(label), people FROM asset_label
      WHERE labels_id = {labelsId:UUID} AND brand_id = {brandId:UInt32} AND dimension = {dimension:String}`;
    const found = await this.select("assets.readLabels", { sql, params: { labelsId, brandId, dimension } });
    return new Map([...(found.get(brandId) ?? [])].map(([label, people]) => [Number(label), people]));
  }
}

function row(brandId: number, dimension: number, label: number, people: RoaringBitmap32): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt32LE(brandId, 0);
  header.writeInt8(dimension, 4);
  header.writeUInt8(label, 5);
  return Buffer.concat([header, writeBitmap(people)]);
}
