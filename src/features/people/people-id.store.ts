import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmap, writeBitmap } from "../../platform/clickhouse/bitmap";
import { ClickHouseSession } from "../../platform/clickhouse/session";
import type { SealedValue } from "./identity-seal";

/** Stored keys from `first` to `last`, both of them in it. */
export interface KeyRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Identities of one namespace that have a value. */
export interface HeldIds {
  /** Whose they are, in the cloud. */
  readonly people: RoaringBitmap32;
  readonly ids: bigint;
  /** Of all values together. */
  readonly bytes: bigint;
}

const KEY_BYTES = 16;

/** Of several rows of a key the newest version says whose it is; the value is the same in all that have one. */
const CHOSEN = `SELECT key, argMax(ordinal, version) AS person, max(sealed) AS value FROM identity
  WHERE namespace = {namespace:String} AND key BETWEEN {first:UInt128} AND {last:UInt128}
  GROUP BY key HAVING value != '' AND bitmapContains((SELECT people FROM chosen), person)
  SETTINGS optimize_aggregation_in_order = 1`;

/** Identities of chosen people of the cloud; the bitmap of them is sent once and kept in a session. */
export class PeopleIdStore {
  private readonly session: ClickHouseSession;

  constructor(clickhouse: ClickHouseClient) {
    this.session = new ClickHouseSession(clickhouse);
  }

  async choose(people: RoaringBitmap32): Promise<void> {
    const place = "peopleIds.choose";
    await this.session.run({ place, sql: "DROP TEMPORARY TABLE IF EXISTS chosen" });
    const columns = "people AggregateFunction(groupBitmap, UInt32)";
    await this.session.run({ place, sql: `CREATE TEMPORARY TABLE chosen (${columns}) ENGINE = Memory` });
    await this.session.load({ place, sql: "INSERT INTO chosen FORMAT RowBinary" }, () =>
      Readable.from([writeBitmap(people)], { objectMode: false }),
    );
  }

  async findHeld(namespace: string, range: KeyRange): Promise<HeldIds> {
    const bytes = await this.session.bytes({
      place: "peopleIds.findHeld",
      sql: `SELECT count(), sum(length(value)), groupBitmapState(person) FROM (${CHOSEN}) FORMAT RowBinary`,
      params: paramsOf(namespace, range),
    });
    const { bitmap } = readBitmap(bytes, 16);
    return { ids: bytes.readBigUInt64LE(0), bytes: bytes.readBigUInt64LE(8), people: bitmap };
  }

  /** In the order of keys. */
  async findSealed(namespace: string, range: KeyRange): Promise<readonly SealedValue[]> {
    const bytes = await this.session.bytes({
      place: "peopleIds.findSealed",
      sql: `SELECT key, value FROM (${CHOSEN}) ORDER BY key FORMAT RowBinary`,
      params: paramsOf(namespace, range),
    });
    return readSealed(bytes);
  }

  close(): Promise<void> {
    return this.session.close();
  }
}

const paramsOf = (namespace: string, { first, last }: KeyRange) => ({
  namespace,
  first: first.toString(),
  last: last.toString(),
});

function readSealed(bytes: Buffer): readonly SealedValue[] {
  const values: SealedValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const key = bytes.subarray(at, at + KEY_BYTES);
    at += KEY_BYTES;
    let length = 0;
    for (let shift = 1; ; shift *= 0x80) {
      const byte = bytes[at++]!;
      length += (byte & 0x7f) * shift;
      if (byte < 0x80) break;
    }
    values.push({ key, sealed: bytes.subarray(at, at + length) });
    at += length;
  }
  return values;
}
