import { Readable } from "node:stream";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { tagged } from "./client";
import { RowBinaryWriter, rowBinary } from "./row-binary";

export interface RowInsert<Row> {
  /** The function that asks, e.g. `plane.insertKeys`. */
  readonly place: string;
  readonly table: string;
  /** A name by which the insert can be found while it runs. */
  readonly queryId: string;
  /** In the order in which `write` writes their values. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly settings?: ClickHouseSettings;
  readonly write: (to: RowBinaryWriter, row: Row) => void;
  /** Columns that have the same value in every row: written once, they stand last. */
  readonly shared?: { readonly columns: readonly string[]; readonly write: (to: RowBinaryWriter) => void };
}

const NONE = { columns: [], write: () => undefined };

/** Inserts many rows; they are written while the first ones are on their way. */
export async function insertRows<Row>(
  clickhouse: Pick<ClickHouseClient, "exec">,
  { place, table, queryId, columns, rows, settings, write, shared = NONE }: RowInsert<Row>,
): Promise<void> {
  if (rows.length === 0) return;
  const tail = new RowBinaryWriter();
  shared.write(tail);
  const sharedValues = tail.take();
  const writeRow = (to: RowBinaryWriter, row: Row): void => {
    write(to, row);
    to.copy(sharedValues);
  };
  const { stream } = await clickhouse.exec({
    query: tagged(place, `INSERT INTO ${table} (${[...columns, ...shared.columns].join(", ")}) FORMAT RowBinary`),
    query_id: queryId,
    ...(settings && { clickhouse_settings: settings }),
    values: Readable.from(rowBinary(rows, writeRow), { objectMode: false }),
  });
  stream.resume(); // an insert answers nothing; an unread answer would hold its connection
}
