import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { tagged } from "./client";

/** Decodes one `groupBitmap` state of UInt32 at `offset`: 00 | n | n x UInt32, or 01 | length | portable roaring bytes. */
export function readBitmap(bytes: Buffer, offset: number): { readonly bitmap: RoaringBitmap32; readonly next: number } {
  const kind = bytes.readUInt8(offset);
  const { value: size, next: start } = readVarint(bytes, offset + 1);
  if (kind === 0) {
    const members = new Uint32Array(size);
    for (let i = 0; i < size; i++) members[i] = bytes.readUInt32LE(start + 4 * i);
    return { bitmap: new RoaringBitmap32(members), next: start + 4 * size };
  }
  if (kind !== 1) throw new Error(`A bitmap state must begin with 0 or 1, but got ${kind}`);
  if (start + size > bytes.length)
    throw new Error(`A bitmap state must have ${size} bytes, but only ${bytes.length - start} came`);
  return { bitmap: RoaringBitmap32.deserialize(bytes.subarray(start, start + size), "portable"), next: start + size };
}

/** Encodes a bitmap as a `groupBitmap` state. */
export function writeBitmap(bitmap: RoaringBitmap32): Buffer {
  if (bitmap.size <= 32) {
    const members = bitmap.toUint32Array();
    return Buffer.concat([
      Buffer.from([0, members.length]),
      Buffer.from(members.buffer, members.byteOffset, members.byteLength),
    ]);
  }
  const body = bitmap.serialize("portable");
  return Buffer.concat([Buffer.from([1]), varint(body.length), body]);
}

/** A bitmap of these numbers, at least one, written into a statement. */
export const bitmapLiteral = (numbers: readonly number[]): string =>
  `bitmapBuild(CAST([${numbers.join(",")}] AS Array(UInt32)))`;

/** Room for parameters, which the statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;

/** Runs a SELECT whose only column is a bitmap state and decodes all its rows. */
export async function readBitmaps(
  clickhouse: ClickHouseClient,
  place: string,
  sql: string,
  params: Record<string, unknown>,
): Promise<RoaringBitmap32[]> {
  const query = `${tagged(place, sql)} FORMAT RowBinary`;
  const settings = { max_query_size: String(query.length + PARAMETERS_LENGTH) };
  const answer = await clickhouse.exec({ query, query_params: params, clickhouse_settings: settings });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const bitmaps: RoaringBitmap32[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const { bitmap, next } = readBitmap(bytes, offset);
    bitmaps.push(bitmap);
    offset = next;
  }
  return bitmaps;
}

function readVarint(bytes: Buffer, offset: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let shift = 0, at = offset; ; shift += 7, at++) {
    const byte = bytes.readUInt8(at);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at + 1 };
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}
