/** Bytes of one piece: a socket takes it at once, and a body of any length holds only a few. */
const PIECE_BYTES = 256 * 1024;
/** Longest UTF-8 of one UTF-16 unit. */
const BYTES_PER_UNIT = 3;
/** A length below this takes one byte. */
const ONE_BYTE = 0x80;
const MAX_COUNT_BYTES = 5;
const TWO_32 = 2 ** 32;

/**
 * Rows in ClickHouse's RowBinary, in pieces. Against JSON an insert of touchpoints took ClickHouse 3.0 in place of 4.9
 * microseconds of CPU a row, and no text of the whole chunk is made.
 */
export function* rowBinary<Row>(
  rows: Iterable<Row>,
  write: (to: RowBinaryWriter, row: Row) => void,
): Generator<Buffer, void> {
  const writer = new RowBinaryWriter();
  for (const row of rows) {
    write(writer, row);
    if (writer.size >= PIECE_BYTES) yield writer.take();
  }
  if (writer.size > 0) yield writer.take();
}

/** Values one after another, as the columns' types ask; it grows as they come. */
export class RowBinaryWriter {
  size = 0;
  private bytes = Buffer.allocUnsafeSlow(PIECE_BYTES + PIECE_BYTES / 8);
  private view = viewOf(this.bytes);

  take(): Buffer {
    const taken = this.bytes.subarray(0, this.size);
    this.bytes = Buffer.allocUnsafeSlow(this.bytes.length);
    this.view = viewOf(this.bytes);
    this.size = 0;
    return taken;
  }

  uint8(value: number): void {
    this.view.setUint8(this.advance(1), value);
  }

  uint16(value: number): void {
    this.view.setUint16(this.advance(2), value, true);
  }

  uint32(value: number): void {
    this.view.setUint32(this.advance(4), value, true);
  }

  int32(value: number): void {
    this.view.setInt32(this.advance(4), value, true);
  }

  uint64(value: bigint): void {
    this.view.setBigUint64(this.advance(8), value, true);
  }

  int64(value: bigint): void {
    this.view.setBigInt64(this.advance(8), value, true);
  }

  float64(value: number): void {
    this.view.setFloat64(this.advance(8), value, true);
  }

  uint128(value: bigint): void {
    this.uint64(BigInt.asUintN(64, value));
    this.uint64(value >> 64n);
  }

  /** DateTime64(3), from milliseconds since 1970-01-01 UTC. */
  time(milliseconds: number): void {
    this.uint32(milliseconds % TWO_32);
    this.int32(Math.floor(milliseconds / TWO_32));
  }

  uuid(value: string): void {
    const hex = value.replaceAll("-", "");
    this.uint64(BigInt(`0x${hex.slice(0, 16)}`));
    this.uint64(BigInt(`0x${hex.slice(16)}`));
  }

  text(value: string): void {
    if (value === "") {
      this.uint8(0);
      return;
    }
    const at = this.advance(MAX_COUNT_BYTES + value.length * BYTES_PER_UNIT);
    const length = this.bytes.write(value, at + 1);
    this.size = at;
    this.count(length);
    if (length >= ONE_BYTE) this.bytes.write(value, this.size);
    this.size += length;
  }

  /** A String that is no text. */
  blob(value: Buffer): void {
    const at = this.advance(MAX_COUNT_BYTES + value.length);
    this.size = at;
    this.count(value.length);
    value.copy(this.bytes, this.size);
    this.size += value.length;
  }

  texts(values: readonly string[]): void {
    this.advance(MAX_COUNT_BYTES);
    this.size -= MAX_COUNT_BYTES;
    this.count(values.length);
    for (const value of values) this.text(value);
  }

  uint128s(values: readonly bigint[]): void {
    this.advance(MAX_COUNT_BYTES);
    this.size -= MAX_COUNT_BYTES;
    this.count(values.length);
    for (const value of values) this.uint128(value);
  }

  /** Says of a Nullable whether it is null; the value follows unless it is. */
  isNull(isNull: boolean): void {
    this.uint8(isNull ? 1 : 0);
  }

  /** What another writer took down: values that many rows share. */
  copy(values: Buffer): void {
    const at = this.advance(values.length);
    values.copy(this.bytes, at);
  }

  /** A length, for which there is room: seven bits a byte, the lowest first. */
  private count(value: number): void {
    let rest = value;
    while (rest >= ONE_BYTE) {
      this.bytes[this.size++] = (rest & 0x7f) | ONE_BYTE;
      rest >>>= 7;
    }
    this.bytes[this.size++] = rest;
  }

  /** Makes room and answers where it begins. */
  private advance(bytes: number): number {
    const at = this.size;
    if (at + bytes > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (at + bytes));
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
      this.view = viewOf(larger);
    }
    this.size = at + bytes;
    return at;
  }
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
