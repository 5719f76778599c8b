import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

/**
 * The stored form of an identity: the first 128 bits of HMAC-SHA-256 under the install's key, as a decimal UInt128.
 * With 10^9 identities two collide with a probability of 1.5 x 10^-21.
 */
export class IdentityHasher {
  private readonly key: KeyObject;

  constructor(key: string) {
    this.key = createSecretKey(key, "utf8");
  }

  keyOf(namespace: string, value: string): string {
    const digest = createHmac("sha256", this.key).update(`${namespace}\u0000${value}`).digest("hex");
    return BigInt(`0x${digest.slice(0, 32)}`).toString();
  }
}
