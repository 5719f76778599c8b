import { definitionLevels, type ParquetColumn, type ParquetValue, plainValues } from "./parquet-column";
import { type ThriftField, thriftStruct } from "./thrift-compact";

const MAGIC = Buffer.from("PAR1");
const NOTHING = Buffer.alloc(0);
/** Numbers of parquet.thrift (apache/parquet-format). */
const PHYSICAL = { STRING: 6, INT64: 2, DOUBLE: 5, TIMESTAMP: 2, DECIMAL: 2 } as const;
const CONVERTED = { STRING: 0, DECIMAL: 5, TIMESTAMP: 9 } as const;
const REQUIRED = 0;
const OPTIONAL = 1;
const PLAIN = 0;
const RLE = 3;
const UNCOMPRESSED = 0;
const DATA_PAGE = 0;
/** Digits of the largest decimal that 64 bits hold whatever the digits are. */
const PRECISION = 18;

interface Chunk {
  readonly offset: number;
  readonly bytes: number;
}

interface RowGroup {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

/**
 * A Parquet file, written as it comes: each batch is a row group with one plain page a column, so only the places of the pages
 * stay in memory. Nothing is compressed: hashes do not compress, and figures are few.
 */
export class ParquetFile {
  private readonly groups: RowGroup[] = [];
  private written = 0;

  constructor(private readonly columns: readonly ParquetColumn[]) {}

  /** The bytes of a batch; `values` by column, all equally many. */
  write(values: readonly (readonly ParquetValue[])[]): Buffer {
    const head = this.written === 0 ? MAGIC : NOTHING;
    const rows = values[0]?.length ?? 0;
    if (rows === 0) return this.count(head);
    let offset = this.written + head.length;
    const pages = this.columns.map((column, index) => page(column, values[index]!));
    const chunks = pages.map(({ length: bytes }): Chunk => {
      const chunk = { offset, bytes };
      offset += bytes;
      return chunk;
    });
    this.groups.push({ rows, chunks });
    return this.count(Buffer.concat([head, ...pages]));
  }

  /** The bytes of the end. */
  end(): Buffer {
    const footer = thriftStruct([
      [1, "i32", 1],
      [2, "structs", [rootOf(this.columns), ...this.columns.map(schemaOf)]],
      [3, "i64", this.groups.reduce((sum, { rows }) => sum + rows, 0)],
      [4, "structs", this.groups.map((group) => rowGroup(group, this.columns))],
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

function page({ isNullable }: ParquetColumn, values: readonly ParquetValue[]): Buffer {
  const content = Buffer.concat([isNullable ? definitionLevels(values) : NOTHING, plainValues(values)]);
  const header = thriftStruct([
    [1, "i32", DATA_PAGE],
    [2, "i32", content.length],
    [3, "i32", content.length],
    [
      5,
      "struct",
      [
        [1, "i32", values.length],
        [2, "i32", PLAIN],
        [3, "i32", RLE],
        [4, "i32", RLE],
      ],
    ],
  ]);
  return Buffer.concat([header, content]);
}

const rootOf = (columns: readonly ParquetColumn[]): readonly ThriftField[] => [
  [4, "binary", "schema"],
  [5, "i32", columns.length],
];

function schemaOf(column: ParquetColumn): readonly ThriftField[] {
  const { name, type, isNullable } = column;
  const fields: ThriftField[] = [
    [1, "i32", PHYSICAL[type]],
    [3, "i32", isNullable ? OPTIONAL : REQUIRED],
    [4, "binary", name],
  ];
  if (type in CONVERTED) fields.push([6, "i32", CONVERTED[type as keyof typeof CONVERTED]]);
  if (column.type === "DECIMAL") fields.push([7, "i32", column.scale], [8, "i32", PRECISION]);
  return fields;
}

function rowGroup({ rows, chunks }: RowGroup, columns: readonly ParquetColumn[]): readonly ThriftField[] {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  return [
    [1, "structs", chunks.map((chunk, index) => columnChunk(chunk, columns[index]!, rows))],
    [2, "i64", bytes],
    [3, "i64", rows],
  ];
}

function columnChunk({ offset, bytes }: Chunk, { name, type }: ParquetColumn, rows: number): readonly ThriftField[] {
  return [
    [2, "i64", offset],
    [
      3,
      "struct",
      [
        [1, "i32", PHYSICAL[type]],
        [2, "i32s", [PLAIN, RLE]],
        [3, "binaries", [name]],
        [4, "i32", UNCOMPRESSED],
        [5, "i64", rows],
        [6, "i64", bytes],
        [7, "i64", bytes],
        [9, "i64", offset],
      ],
    ],
  ];
}
