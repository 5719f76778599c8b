import { type ClickHouseClient, type ClickHouseSettings, parseError } from "@clickhouse/client";
import { tagged } from "./client";

/** Types of columns that are read here. */
const ARRAYS = {
  ...{ UInt8: Uint8Array, UInt32: Uint32Array, UInt64: BigUint64Array, Int64: BigInt64Array },
  Float64: Float64Array,
} as const;
type ScalarType = keyof typeof ARRAYS;
type ScalarColumn<Type extends ScalarType> = InstanceType<(typeof ARRAYS)[Type]>;

/** Arrays of numbers: row `r` has `values[ends[r - 1]]` (0 of the first) up to `values[ends[r]]`, excluded. */
interface ListColumn<Type extends ScalarType> {
  readonly ends: BigUint64Array;
  readonly values: ScalarColumn<Type>;
}

const LISTS = { "Array(UInt32)": "UInt32", "Array(UInt64)": "UInt64" } as const;
type ListType = keyof typeof LISTS;
const isList = (type: ColumnType): type is ListType => type in LISTS;

export type ColumnType = ScalarType | ListType;
type Column<Type extends ColumnType> = Type extends ListType
  ? ListColumn<(typeof LISTS)[Type]>
  : Type extends ScalarType
    ? ScalarColumn<Type>
    : never;

/** Some rows of an answer, by column. */
export type Block<Types extends Readonly<Record<string, ColumnType>>> = {
  readonly rows: number;
  readonly columns: { readonly [Name in keyof Types]: Column<Types[Name]> };
};

/**
 * Runs a SELECT and gives its rows in blocks of typed arrays, by ClickHouse's Native format: bytes are copied, not parsed, so
 * that millions of arrays of numbers cost what reading them from the socket does. The statement's columns must be of `types`,
 * in their order.
 */
export async function* readNativeBlocks<Types extends Readonly<Record<string, ColumnType>>>(
  clickhouse: Pick<ClickHouseClient, "exec">,
  {
    place,
    sql,
    types,
    params,
    settings,
    signal,
    isPassing = false,
  }: {
    readonly place: string;
    readonly sql: string;
    readonly types: Types;
    readonly params: Record<string, unknown>;
    readonly settings?: ClickHouseSettings;
    readonly signal?: AbortSignal | undefined;
    /** Whoever asks is done with a block when they ask for the next one, which then takes its memory. */
    readonly isPassing?: boolean;
  },
): AsyncGenerator<Block<Types>> {
  const { stream } = await clickhouse.exec({
    query: `${tagged(place, sql)} FORMAT Native`,
    query_params: params,
    ...(settings && { clickhouse_settings: settings }),
    ...(signal && { abort_signal: signal }),
  });
  const bytes = new ByteReader(stream as AsyncIterable<Buffer>);
  const names = Object.keys(types);
  const memory = isPassing ? new ReusedMemory() : newMemory;
  while (await bytes.hasMore()) {
    memory.begin();
    const columnCount = await bytes.integer();
    const rows = await bytes.integer();
    if (columnCount !== names.length) throw await failureOf(bytes, names, columnCount);
    const columns: Record<string, unknown> = {};
    for (const expected of names) {
      const [name, type] = [await bytes.text(), await bytes.text()];
      if (name !== expected || type !== types[expected])
        throw new Error(`Column ${expected} must be ${types[expected]}, but got ${name} ${type}`);
      columns[name] = await readColumn(bytes, types[expected]!, rows, memory);
    }
    if (rows > 0) yield { rows, columns } as Block<Types>;
  }
}

/** A statement that fails after its first rows says so in their place. */
async function failureOf(bytes: ByteReader, names: readonly string[], columnCount: number): Promise<Error> {
  const [, said] = /(Code: \d+\. DB::Exception: .*)/s.exec(await bytes.rest()) ?? [];
  return said === undefined
    ? new Error(`A block must have the columns ${names.join(", ")}, but has ${columnCount}`)
    : parseError(said);
}

async function readColumn(bytes: ByteReader, type: ColumnType, rows: number, memory: BlockMemory): Promise<unknown> {
  if (!isList(type)) return readScalars(bytes, type, rows, memory);
  const ends = await readScalars(bytes, "UInt64", rows, memory);
  return { ends, values: await readScalars(bytes, LISTS[type], rows === 0 ? 0 : Number(ends[rows - 1]), memory) };
}

async function readScalars<Type extends ScalarType>(
  bytes: ByteReader,
  type: Type,
  rows: number,
  memory: BlockMemory,
): Promise<ScalarColumn<Type>> {
  const length = rows * ARRAYS[type].BYTES_PER_ELEMENT;
  const buffer = memory.take(length);
  await bytes.fill(new Uint8Array(buffer, 0, length));
  return new ARRAYS[type](buffer, 0, rows) as ScalarColumn<Type>;
}

/** Where the columns of blocks lie: `take` follows the order of columns, which is that of every block. */
interface BlockMemory {
  begin(): void;
  take(length: number): ArrayBuffer;
}

const newMemory: BlockMemory = { begin: () => undefined, take: (length) => new ArrayBuffer(length) };

/** Millions of numbers a block, each block's thrown away at once, cost the collector a tenth of the time that reading them takes. */
class ReusedMemory implements BlockMemory {
  private readonly buffers: ArrayBuffer[] = [];
  private next = 0;

  begin(): void {
    this.next = 0;
  }

  take(length: number): ArrayBuffer {
    const place = this.next++;
    const known = this.buffers[place];
    if (known && known.byteLength >= length) return known;
    const buffer = new ArrayBuffer(Math.ceil(length * 1.25));
    this.buffers[place] = buffer;
    return buffer;
  }
}

/** Bytes of a stream, as many at a time as wanted. */
class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private left: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.left.length === 0) {
      const { done, value } = await this.chunks.next();
      if (done) return false;
      this.left = value;
    }
    return true;
  }

  async fill(target: Uint8Array): Promise<void> {
    for (let filled = 0; filled < target.length; ) {
      if (!(await this.hasMore()))
        throw new Error(`An answer must come whole, but ended ${target.length - filled} bytes too early`);
      const part = this.left.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      this.left = this.left.subarray(part.length);
    }
  }

  private async take(count: number): Promise<Buffer> {
    const taken = Buffer.alloc(count);
    await this.fill(taken);
    return taken;
  }

  /** Seven bits a byte, lowest first; the highest bit says that another follows. */
  async integer(): Promise<number> {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = (await this.take(1))[0]!;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  }

  async text(): Promise<string> {
    return (await this.take(await this.integer())).toString("utf8");
  }

  /** All that is left, as text; the server closes the connection after a failure. */
  async rest(): Promise<string> {
    try {
      for (;;) {
        const { done, value } = await this.chunks.next();
        if (done) break;
        this.left = Buffer.concat([this.left, value]);
      }
    } catch (error) {
      if ((error as { code?: unknown }).code !== "ECONNRESET") throw error;
    }
    return this.left.toString("utf8");
  }
}
