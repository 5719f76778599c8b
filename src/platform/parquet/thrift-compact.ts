import { varint } from "./varint";

/** Field types of Thrift's compact protocol (thrift/doc/specs/thrift-compact-protocol.md). */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

export type ThriftField =
  | readonly [id: number, type: "i32" | "i64", value: number]
  | readonly [id: number, type: "binary", value: string]
  | readonly [id: number, type: "i32s", value: readonly number[]]
  | readonly [id: number, type: "binaries", value: readonly string[]]
  | readonly [id: number, type: "struct", value: readonly ThriftField[]]
  | readonly [id: number, type: "structs", value: readonly (readonly ThriftField[])[]];

/** A struct's bytes; fields in the order of their ids, each at most 15 above the one before. */
export function thriftStruct(fields: readonly ThriftField[]): Buffer {
  const bytes: Buffer[] = [];
  let last = 0;
  for (const field of fields) {
    const [type, content] = encode(field);
    bytes.push(Buffer.of(((field[0] - last) << 4) | type), content);
    last = field[0];
  }
  return Buffer.concat([...bytes, Buffer.of(0)]);
}

function encode([, type, value]: ThriftField): readonly [number, Buffer] {
  switch (type) {
    case "i32":
      return [I32, zigzag(value)];
    case "i64":
      return [I64, zigzag(value)];
    case "binary":
      return [BINARY, binary(value)];
    case "i32s":
      return [LIST, list(I32, value.map(zigzag))];
    case "binaries":
      return [LIST, list(BINARY, value.map(binary))];
    case "struct":
      return [STRUCT, thriftStruct(value)];
    case "structs":
      return [LIST, list(STRUCT, value.map(thriftStruct))];
  }
}

const list = (type: number, elements: readonly Buffer[]): Buffer =>
  Buffer.concat([
    elements.length < 15
      ? Buffer.of((elements.length << 4) | type)
      : Buffer.concat([Buffer.of(0xf0 | type), varint(elements.length)]),
    ...elements,
  ]);

function binary(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([varint(bytes.length), bytes]);
}

/** Of numbers that are never negative. */
const zigzag = (value: number): Buffer => varint(value * 2);
