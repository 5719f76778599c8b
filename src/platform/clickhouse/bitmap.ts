import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
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

/** A bitmap of any size, written into a statement; it needs room in `max_query_size`. */
export const bitmapText = (bitmap: RoaringBitmap32): string =>
  `CAST(base64Decode('${writeBitmap(bitmap).toString("base64")}') AS AggregateFunction(groupBitmap, UInt32))`;

/** Room for parameters, which the statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;

/** Runs a SELECT whose only column is a bitmap state and decodes all its rows. */
export async function readBitmaps(
  clickhouse: ClickHouseClient,
  place: string,
  sql: string,
  params: Record<string, unknown>,
): Promise<RoaringBitmap32[]> {
  const bytes = await readBytes(clickhouse, place, sql, { params, settings: {} });
  return rowsOf(bytes, { headBytes: 0, bitmaps: 1 }).map(({ people }) => people[0]!);
}

export interface BitmapRow {
  /** The row's numbers, as RowBinary has them. */
  readonly head: Buffer;
  readonly people: readonly RoaringBitmap32[];
}

interface BitmapRowShape {
  readonly headBytes: number;
  readonly bitmaps: number;
}

/** Runs a SELECT of numbers, `headBytes` long together, and then of so many bitmap states. */
export async function readBitmapRows(
  clickhouse: ClickHouseClient,
  place: string,
  sql: string,
  { params, ...shape }: BitmapRowShape & { readonly params: Record<string, unknown> },
): Promise<readonly BitmapRow[]> {
  // An error half-way must be an error, not an answer cut short.
  return rowsOf(await readBytes(clickhouse, place, sql, { params, settings: { wait_end_of_query: 1 } }), shape);
}

async function readBytes(
  clickhouse: ClickHouseClient,
  place: string,
  sql: string,
  { params, settings }: { readonly params: Record<string, unknown>; readonly settings: ClickHouseSettings },
): Promise<Buffer> {
  const query = `${tagged(place, sql)} FORMAT RowBinary`;
  const answer = await clickhouse.exec({
    query,
    query_params: params,
    clickhouse_settings: { ...settings, max_query_size: String(query.length + PARAMETERS_LENGTH) },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function rowsOf(bytes: Buffer, { headBytes, bitmaps }: BitmapRowShape): readonly BitmapRow[] {
  const rows: BitmapRow[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const head = bytes.subarray(offset, offset + headBytes);
    const people: RoaringBitmap32[] = [];
    offset += headBytes;
    for (let count = 0; count < bitmaps; count++) {
      const { bitmap, next } = readBitmap(bytes, offset);
      people.push(bitmap);
      offset = next;
    }
    rows.push({ head, people });
  }
  return rows;
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
