import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";

/** The key of HMAC-SHA-256 as it enters the inner and the outer hash (RFC 2104). */
export interface HashPads {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const BLOCK_BYTES = 64;

/**
 * The stored form of an identity: the first 128 bits of HMAC-SHA-256 under the install's key, as a decimal UInt128.
 * With 10^9 identities two collide with a probability of 1.5 x 10^-21.
 */
export class IdentityHasher {
  private readonly key: KeyObject;

  constructor(key: string) {
    this.key = createSecretKey(key, "utf8");
  }

  /** What another machine needs to make the same of an identity. */
  pads(): HashPads {
    const key = this.key.export();
    const block = Buffer.alloc(BLOCK_BYTES);
    (key.length > BLOCK_BYTES ? createHash("sha256").update(key).digest() : key).copy(block);
    return { inner: block.map((byte) => byte ^ 0x36) as Buffer, outer: block.map((byte) => byte ^ 0x5c) as Buffer };
  }

  keyOf(namespace: string, value: string): string {
    const digest = createHmac("sha256", this.key).update(`${namespace}\u0000${value}`).digest("hex");
    return BigInt(`0x${digest.slice(0, 32)}`).toString();
  }
}
