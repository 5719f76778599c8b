import { createCipheriv } from "node:crypto";
import { IdentitySeal } from "../../../src/features/people/identity-seal";

const seal = new IdentitySeal("an install's key of any length");
const bytesOf = (key: bigint): Buffer => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, key), 0);
  bytes.writeBigUInt64LE(key >> 64n, 8);
  return bytes;
};

it.each([
  ["a hash", 12_345_678_901_234_567_890n, "ab".repeat(32)],
  ["an opaque value of no whole blocks", 7n, "用户-42"],
  ["a counter that carries over", (1n << 128n) - 1n, "c".repeat(200)],
  ["a counter whose last byte carries", 0xff_00_00_00_00_00_00_00_00_00_00_00_00_00_00_00n, "d".repeat(64)],
])("seals %s as AES-256-CTR does, and opens it again", (_, key, value) => {
  const sealed = seal.seal(key.toString(), value);
  const cipher = createCipheriv("aes-256-ctr", seal.secret, bytesOf(key));
  expect(sealed).toEqual(Buffer.concat([cipher.update(value), cipher.final()]));
  expect(seal.open([{ key: bytesOf(key), sealed }])).toEqual([value]);
});

it("opens many at once in their order", () => {
  const values = Array.from({ length: 100 }, (_, index) => "x".repeat(index));
  const sealed = values.map((value, index) => ({
    key: bytesOf(BigInt(index)),
    sealed: seal.seal(String(index), value),
  }));
  expect(seal.open(sealed)).toEqual(values);
});
