const MASK = (1n << 64n) - 1n;
const rotate = (word: bigint, bits: bigint): bigint => ((word << bits) | (word >> (64n - bits))) & MASK;

/**
 * SipHash-2-4, a 64-bit hash under a 128-bit key. Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012, section 2.
 * Slow, and written after the paper, so that it can be compared with whatever is fast.
 */
export function sipHash24(k0: bigint, k1: bigint, bytes: Uint8Array): bigint {
  const v: [bigint, bigint, bigint, bigint] = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  for (const word of wordsOf(bytes)) {
    v[3] ^= word;
    rounds(v, 2);
    v[0] ^= word;
  }
  v[2] ^= 0xffn;
  rounds(v, 4);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/** Little-endian words; the last one holds the remaining bytes and, on top, the length modulo 256. */
function wordsOf(bytes: Uint8Array): readonly bigint[] {
  const padded = Buffer.alloc(8 * (Math.floor(bytes.length / 8) + 1));
  padded.set(bytes);
  padded.writeUInt8(bytes.length % 256, padded.length - 1);
  return Array.from({ length: padded.length / 8 }, (_, index) => padded.readBigUInt64LE(8 * index));
}

function rounds(v: [bigint, bigint, bigint, bigint], count: number): void {
  for (let round = 0; round < count; round++) {
    v[0] = (v[0] + v[1]) & MASK;
    v[1] = rotate(v[1], 13n) ^ v[0];
    v[0] = rotate(v[0], 32n);
    v[2] = (v[2] + v[3]) & MASK;
    v[3] = rotate(v[3], 16n) ^ v[2];
    v[0] = (v[0] + v[3]) & MASK;
    v[3] = rotate(v[3], 21n) ^ v[0];
    v[2] = (v[2] + v[1]) & MASK;
    v[1] = rotate(v[1], 17n) ^ v[2];
    v[2] = rotate(v[2], 32n);
  }
}
