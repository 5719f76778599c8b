import { varint } from "./varint";

/** A column of a Parquet file. */
export type ParquetColumn = {
  readonly name: string;
  readonly isNullable: boolean;
} & (
  | { readonly type: "STRING" | "INT64" | "DOUBLE" | "TIMESTAMP" }
  /** Whole units of 10^-scale in 64 bits, which Parquet reads as a decimal of 18 digits. */
  | { readonly type: "DECIMAL"; readonly scale: number }
);

/** STRING: string; INT64 and DECIMAL: bigint; DOUBLE: number; TIMESTAMP: Date, of which milliseconds are kept. */
export type ParquetValue = string | bigint | number | Date | null;

/** One value after the other as Parquet's encoding PLAIN has them; nulls take no room. */
export function plainValues(values: readonly ParquetValue[]): Buffer {
  const there = values.filter((value) => value !== null);
  if (typeof there[0] === "string") return plainStrings(there as readonly string[]);
  const bytes = Buffer.allocUnsafe(there.length * 8);
  for (const [index, value] of there.entries()) {
    if (typeof value === "number") bytes.writeDoubleLE(value, index * 8);
    else bytes.writeBigInt64LE(value instanceof Date ? BigInt(value.getTime()) : (value as bigint), index * 8);
  }
  return bytes;
}

/** Each value's length as a little-endian UInt32, then the value. */
function plainStrings(values: readonly string[]): Buffer {
  const lengths = values.map((value) => Buffer.byteLength(value));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  for (const [index, value] of values.entries()) {
    at = bytes.writeUInt32LE(lengths[index]!, at);
    at += bytes.write(value, at);
  }
  return bytes;
}

/** Which values are there, a bit each, as one bit-packed run of the hybrid of run lengths and packed bits, its length before it. */
export function definitionLevels(values: readonly ParquetValue[]): Buffer {
  const groups = Math.ceil(values.length / 8);
  const header = varint(groups * 2 + 1);
  const bytes = Buffer.alloc(4 + header.length + groups);
  bytes.writeUInt32LE(header.length + groups);
  header.copy(bytes, 4);
  const first = 4 + header.length;
  for (const [index, value] of values.entries()) if (value !== null) bytes[first + (index >> 3)]! |= 1 << (index & 7);
  return bytes;
}
