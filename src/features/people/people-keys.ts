import type { Identity } from "./identity";
import type { IdentityHasher } from "./identity-hasher";
import type { PeopleKeyStore } from "./people-key.store";
import type { OverlayId } from "./people-overlay";

/**
 * Who is behind stored keys, for records that name people by a key: what is kept under keys survives every merge and split,
 * as it is asked anew whose they are. Read inside `StablePlane.read`.
 */
export class PeopleKeys {
  constructor(
    private readonly hasher: IdentityHasher,
    private readonly store: PeopleKeyStore,
  ) {}

  keyOf({ namespace, value }: Identity): string {
    return this.hasher.keyOf(namespace, value);
  }

  /** By key, the person whom the reader knows under it; a key under which nobody is known is absent. */
  async personsOf(overlayId: OverlayId, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const known = await this.store.findOrdinals(keys);
    const joined = new Map(
      await this.store.findRepresentatives(overlayId, [...new Set(known.map(([, ordinal]) => ordinal))]),
    );
    return new Map(known.map(([key, ordinal]) => [key, joined.get(ordinal) ?? ordinal]));
  }

  /** By person as the reader knows one, every key. */
  async keysOf(overlayId: OverlayId, people: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
    const parts = new Map(await this.store.findParts(overlayId, people));
    const known = await this.store.findKeys([...new Set([...people, ...parts.keys()])]);
    const keys = new Map<number, string[]>();
    for (const [key, ordinal] of known) {
      const person = parts.get(ordinal) ?? ordinal;
      keys.set(person, [...(keys.get(person) ?? []), key]);
    }
    return keys;
  }
}
