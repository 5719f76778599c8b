import { type ThriftField, thriftStruct } from "./thrift-compact";

const MAGIC = Buffer.from("PAR1");
/** Numbers of parquet.thrift (apache/parquet-format). */
const BYTE_ARRAY = 6;
const UTF8 = 0;
const REQUIRED = 0;
const PLAIN = 0;
const RLE = 3;
const UNCOMPRESSED = 0;
const DATA_PAGE = 0;
const COLUMN = "id";

const NOTHING = Buffer.alloc(0);
const SCHEMA: readonly (readonly ThriftField[])[] = [
  [
    [4, "binary", "schema"],
    [5, "i32", 1],
  ],
  [
    [1, "i32", BYTE_ARRAY],
    [3, "i32", REQUIRED],
    [4, "binary", COLUMN],
    [6, "i32", UTF8],
  ],
];

interface RowGroup {
  readonly offset: number;
  readonly bytes: number;
  readonly rows: number;
}

/**
 * A Parquet file of one required string column `id`, written as it comes: each batch of ids is a row group of one plain page, so
 * only the places of the groups stay in memory. Hashes do not compress, so nothing is compressed.
 */
export class ParquetIds {
  private readonly groups: RowGroup[] = [];
  private written = 0;

  /** The bytes of a batch. */
  write(ids: readonly string[]): Buffer {
    const head = this.written === 0 ? MAGIC : NOTHING;
    if (ids.length === 0) return this.count(head);
    const page = plainPage(ids);
    const header = thriftStruct([
      [1, "i32", DATA_PAGE],
      [2, "i32", page.length],
      [3, "i32", page.length],
      [
        5,
        "struct",
        [
          [1, "i32", ids.length],
          [2, "i32", PLAIN],
          [3, "i32", RLE],
          [4, "i32", RLE],
        ],
      ],
    ]);
    const offset = this.written + head.length;
    this.groups.push({ offset, bytes: header.length + page.length, rows: ids.length });
    return this.count(Buffer.concat([head, header, page]));
  }

  /** The bytes of the end. */
  end(): Buffer {
    const footer = thriftStruct([
      [1, "i32", 1],
      [2, "structs", SCHEMA],
      [3, "i64", this.groups.reduce((sum, { rows }) => sum + rows, 0)],
      [4, "structs", this.groups.map(rowGroup)],
      [6, "binary", "valuegraph"],
    ]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    return this.count(Buffer.concat([this.written === 0 ? MAGIC : NOTHING, footer, length, MAGIC]));
  }

  private count(bytes: Buffer): Buffer {
    this.written += bytes.length;
    return bytes;
  }
}

function rowGroup({ offset, bytes, rows }: RowGroup): readonly ThriftField[] {
  const column: readonly ThriftField[] = [
    [1, "i32", BYTE_ARRAY],
    [2, "i32s", [PLAIN, RLE]],
    [3, "binaries", [COLUMN]],
    [4, "i32", UNCOMPRESSED],
    [5, "i64", rows],
    [6, "i64", bytes],
    [7, "i64", bytes],
    [9, "i64", offset],
  ];
  const chunk: readonly ThriftField[] = [
    [2, "i64", offset],
    [3, "struct", column],
  ];
  return [
    [1, "structs", [chunk]],
    [2, "i64", bytes],
    [3, "i64", rows],
  ];
}

/** Each value's length as a little-endian UInt32, then the value. */
function plainPage(ids: readonly string[]): Buffer {
  const lengths = ids.map((id) => Buffer.byteLength(id));
  const page = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  for (const [index, id] of ids.entries()) {
    at = page.writeUInt32LE(lengths[index]!, at);
    at += page.write(id, at);
  }
  return page;
}
