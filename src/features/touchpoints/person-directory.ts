import { LRUCache } from "lru-cache";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { IdentityStore } from "./identity.store";
import type { IdentityHasher } from "./identity-hasher";
import { joinIdentities } from "./join-identities";
import type { Identity } from "./touchpoint";

export interface KnownIdentity {
  /** Stored form (UInt128, decimal). */
  readonly key: string;
  readonly ordinal: number;
}

interface Entry {
  readonly namespace: string;
  readonly key: string;
  /** Null while nobody knows it. */
  ordinal: number | null;
}

/** Cached identities: about 250 bytes each, so that an importing process stays below 600 MB. */
const MAX_CACHED = 1_000_000;
/** One writer gives ordinals at a time, in the whole install. */
const ORDINAL_LOCK = 5_190_044_223n;

/** Says who a touchpoint's person is, and gives newcomers their ordinal. */
export class PersonDirectory {
  /** Known identities only, by namespace and value. */
  private readonly cache = new LRUCache<string, Entry>({ max: MAX_CACHED });

  constructor(
    private readonly hasher: IdentityHasher,
    private readonly store: IdentityStore,
    private readonly locks: AdvisoryLocks,
  ) {}

  /**
   * The person behind each row's identities, given by its first one. Identities seen together belong together: an
   * unknown one joins the known one beside it. Two known people on one row stay two until `settle` merges them; the
   * link is recorded.
   */
  async resolve(
    rows: readonly (readonly Identity[])[],
    sourceId: number,
    now: Date,
  ): Promise<readonly KnownIdentity[]> {
    const unknown = new Map<string, Entry>();
    const entries = rows.map((identities) => identities.map((identity) => this.entryOf(identity, unknown)));
    const isOpen = (row: readonly Entry[]): boolean =>
      row.some((entry) => entry.ordinal === null || entry.ordinal !== row[0]!.ordinal);
    if (entries.some(isOpen)) {
      await this.locks.hold([ORDINAL_LOCK], async () => {
        await this.findKnown(unknown); // under the lock: another process may have named them a moment ago
        await this.join(entries.filter(isOpen), sourceId, now);
      });
    }
    for (const [name, entry] of unknown) this.cache.set(name, entry);
    return entries.map((row) => row[0] as KnownIdentity);
  }

  private entryOf({ namespace, value }: Identity, unknown: Map<string, Entry>): Entry {
    const name = `${namespace}\u0000${value}`;
    const known = this.cache.get(name) ?? unknown.get(name);
    if (known) return known;
    const entry: Entry = { namespace, key: this.hasher.keyOf(namespace, value), ordinal: null };
    unknown.set(name, entry);
    return entry;
  }

  /** Fills in the ordinals that ClickHouse knows. */
  private async findKnown(entries: ReadonlyMap<string, Entry>): Promise<void> {
    const open = [...entries.values()].filter((entry) => entry.ordinal === null);
    if (open.length === 0) return;
    const ordinals = await this.store.findOrdinals(open.map((entry) => entry.key));
    for (const entry of open) entry.ordinal = ordinals.get(entry.key) ?? null;
  }

  /** Gives every unknown identity its person; the caller holds the lock. */
  private async join(rows: readonly (readonly Entry[])[], sourceId: number, now: Date): Promise<void> {
    const { added, links, newPeople } = joinIdentities(rows);
    const first = newPeople === 0 ? 0 : await this.store.takeOrdinals(newPeople);
    const identities = added.map(({ identity, person }) => ({
      ...identity,
      ordinal: person.isNew ? first + person.index : person.ordinal,
    }));
    await this.store.insertIdentities(identities, sourceId, now);
    await this.store.insertLinks(links, sourceId, now);
    for (const [index, { identity }] of added.entries()) identity.ordinal = identities[index]!.ordinal;
  }
}
