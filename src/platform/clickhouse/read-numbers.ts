import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "./client";

const BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** Runs a SELECT whose only column is UInt32 and gives its rows as they come, some thousands at a time. */
export async function* readNumbers(
  clickhouse: Pick<ClickHouseClient, "exec">,
  place: string,
  sql: string,
  params: Record<string, unknown>,
): AsyncGenerator<Uint32Array> {
  const { stream } = await clickhouse.exec({ query: `${tagged(place, sql)} FORMAT RowBinary`, query_params: params });
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % BYTES);
    yield new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole)); // a copy: views must be aligned
    rest = bytes.subarray(whole);
  }
  if (rest.length > 0) throw new Error(`Numbers must come whole, but ${rest.length} bytes are left over`);
}
