import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "./client";
import { type RowBinaryWriter, rowBinary } from "./row-binary";

export interface RowInsert<Row> {
  /** The function that asks, e.g. `plane.insertKeys`. */
  readonly place: string;
  readonly table: string;
  /** In the order in which `write` writes their values. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly write: (to: RowBinaryWriter, row: Row) => void;
}

/** Inserts many rows; they are written while the first ones are on their way. */
export async function insertRows<Row>(
  clickhouse: ClickHouseClient,
  { place, table, columns, rows, write }: RowInsert<Row>,
): Promise<void> {
  if (rows.length === 0) return;
  const { stream } = await clickhouse.exec({
    query: tagged(place, `INSERT INTO ${table} (${columns.join(", ")}) FORMAT RowBinary`),
    values: Readable.from(rowBinary(rows, write), { objectMode: false }),
  });
  stream.resume(); // an insert answers nothing; an unread answer would hold its connection
}
