import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";

export interface BitmapStatement {
  readonly place: string;
  readonly sql: string;
  readonly params: Record<string, unknown>;
  /** Length of the numbers that stand first in a row. */
  readonly headBytes: number;
  /** How many bitmap states follow them; default: one. */
  readonly bitmaps?: number;
}

export interface BitmapRow {
  readonly head: Buffer;
  readonly people: readonly RoaringBitmap32[];
}

/** Room for parameters, which the statement's size limit includes. */
export const PARAMETERS_LENGTH = 1_000_000;

/** Runs a SELECT of numbers, then bitmap states. */
export async function readBitmapRows(
  queries: ClickHouseClient,
  { place, sql, params, headBytes, bitmaps = 1 }: BitmapStatement,
): Promise<readonly BitmapRow[]> {
  const bytes = await inTime(readBytes(queries, `${tagged(place, sql)} FORMAT RowBinary`, params));
  const rows: BitmapRow[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const head = bytes.subarray(offset, offset + headBytes);
    const people: RoaringBitmap32[] = [];
    offset += headBytes;
    for (let index = 0; index < bitmaps; index++) {
      const { bitmap, next } = readBitmap(bytes, offset);
      people.push(bitmap);
      offset = next;
    }
    rows.push({ head, people });
  }
  return rows;
}

async function readBytes(queries: ClickHouseClient, query: string, params: Record<string, unknown>): Promise<Buffer> {
  const answer = await queries.exec({
    query,
    query_params: params,
    // An error half-way must be an error, not an answer cut short.
    clickhouse_settings: { max_query_size: String(query.length + PARAMETERS_LENGTH), wait_end_of_query: 1 },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
