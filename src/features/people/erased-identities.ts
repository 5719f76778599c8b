import { createHmac } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { ErasedIdentityStore } from "./erased-identity.store";

/**
 * Identities that may not come again. They are kept as marks: HMAC of the stored key under the install's second key, so
 * that whoever has the tables and the first key still cannot tell who was erased. A million marks take 100 MB of memory.
 */
export class ErasedIdentities {
  private readonly marks = new Set<string>();
  private lastNumber = 0n;
  private peopleVersion: bigint | null = null;

  constructor(
    private readonly receiptKey: string,
    private readonly store: ErasedIdentityStore,
  ) {}

  /** What is left of an identity: 128 bits, hexadecimal. */
  markOf(storedKey: string): string {
    return createHmac("sha256", this.receiptKey).update(storedKey).digest("hex").slice(0, 32);
  }

  /** Blocks identities from the transaction's commit on, which moves the version of the people on. */
  block(manager: EntityManager, storedKeys: readonly string[]): Promise<void> {
    return this.store.insert(
      manager,
      storedKeys.map((key) => this.markOf(key)),
    );
  }

  /** What tells erased identities, as of this version of the people; null: nobody was ever erased. */
  async asOf(peopleVersion: bigint): Promise<((storedKey: string) => boolean) | null> {
    if (this.peopleVersion !== peopleVersion) {
      for (const { mark, number } of await this.store.findAfter(this.lastNumber)) {
        this.marks.add(mark);
        this.lastNumber = BigInt(number);
      }
      this.peopleVersion = peopleVersion;
    }
    return this.marks.size === 0 ? null : (storedKey) => this.marks.has(this.markOf(storedKey));
  }
}
