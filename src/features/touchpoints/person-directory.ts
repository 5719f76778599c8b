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

/** Cached identities: about 250 bytes each, so that an importing process stays below its memory bound. */
const MAX_CACHED = 400_000;
/** One writer gives ordinals at a time, in the whole install. */
const ORDINAL_LOCK = 5_190_044_223n;

/** Says who a touchpoint's person is, and gives newcomers their ordinal. */
export class PersonDirectory {
  private readonly cache = new LRUCache<string, KnownIdentity>({ max: MAX_CACHED });

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
    const unknown = rows.some((identities) => identities.some((identity) => !this.cached(identity)));
    if (unknown) await this.load(rows);
    const isSettled = (identities: readonly Identity[]): boolean => {
      const first = this.cached(identities[0]!);
      return first !== undefined && identities.every((identity) => this.cached(identity)?.ordinal === first.ordinal);
    };
    const open = rows.filter((identities) => !isSettled(identities));
    if (open.length > 0) await this.locks.hold([ORDINAL_LOCK], () => this.join(open, sourceId, now));
    return rows.map((identities) => this.cached(identities[0]!)!);
  }

  private async join(rows: readonly (readonly Identity[])[], sourceId: number, now: Date): Promise<void> {
    await this.load(rows); // another process may have given them ordinals while this one waited
    const joined = joinIdentities(
      rows.map((identities) =>
        identities.map((identity) => ({ cacheKey: cacheKey(identity), ...this.known(identity) })),
      ),
    );
    const first = joined.newPeople === 0 ? 0 : await this.store.takeOrdinals(joined.newPeople);
    const added = joined.added.map(({ cacheKey, key, person }) => ({
      cacheKey,
      key,
      ordinal: person.isNew ? first + person.index : person.ordinal,
    }));
    await this.store.insertIdentities(
      added.map(({ cacheKey, key, ordinal }) => ({
        key,
        ordinal,
        namespace: cacheKey.slice(0, cacheKey.indexOf("\u0000")),
      })),
      sourceId,
      now,
    );
    await this.store.insertLinks(joined.links, sourceId, now);
    for (const { cacheKey, key, ordinal } of added) this.cache.set(cacheKey, { key, ordinal });
  }

  private known(identity: Identity): { readonly key: string; readonly ordinal: number | null } {
    return this.cached(identity) ?? { key: this.hasher.keyOf(identity), ordinal: null };
  }

  private async load(rows: readonly (readonly Identity[])[]): Promise<void> {
    const wanted = new Map<string, string>();
    for (const identities of rows) {
      for (const identity of identities) {
        if (!this.cached(identity)) wanted.set(cacheKey(identity), this.hasher.keyOf(identity));
      }
    }
    if (wanted.size === 0) return;
    const found = await this.store.findOrdinals([...wanted.values()]);
    for (const [cached, key] of wanted) {
      const ordinal = found.get(key);
      if (ordinal !== undefined) this.cache.set(cached, { key, ordinal });
    }
  }

  private cached(identity: Identity): KnownIdentity | undefined {
    return this.cache.get(cacheKey(identity));
  }
}

const cacheKey = (identity: Identity): string => `${identity.namespace}\u0000${identity.value.toLowerCase()}`;
