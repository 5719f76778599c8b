import type { StoredPerson } from "../../platform/person-eraser";
import type { Identity } from "./identity";
import type { IdentityHasher } from "./identity-hasher";
import type { StoredPersonStore } from "./stored-person.store";

/** Finds people as the stores know them, for who takes them away. */
export class StoredPeople {
  constructor(
    private readonly hasher: IdentityHasher,
    private readonly store: StoredPersonStore,
  ) {}

  /** A person of whom no more than an identity is known yet. */
  named({ namespace, value }: Identity): StoredPerson {
    return { ordinals: [], keys: [this.hasher.keyOf(namespace, value)], values: [value] };
  }

  /**
   * All that the stores hold of the person now, beside what is known already: identities that are connected to his in the
   * cloud are his. What an organisation alone links is another person. Null while settle has to look at him first.
   */
  async complete({ ordinals, keys, values }: StoredPerson): Promise<StoredPerson | null> {
    const current = union(ordinals, await this.store.findOrdinals(keys));
    const all = union(current, await this.store.findRetired(current));
    if (await this.store.isUnsettled(all)) return null;
    return { ordinals: all, keys: union(keys, await this.store.findKeys(all)), values };
  }
}

const union = <T>(some: readonly T[], others: readonly T[]): readonly T[] => [...new Set([...some, ...others])];
