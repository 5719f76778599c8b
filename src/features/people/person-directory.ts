import { RecentMap } from "../../platform/cache/recent-map";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { ErasedIdentities } from "./erased-identities";
import type { Identity, IdentityOrigin } from "./identity";
import type { IdentityStore } from "./identity.store";
import type { IdentityHasher } from "./identity-hasher";
import { joinIdentities, pairName, pairsOf } from "./join-identities";
import { ORDINAL_LOCK } from "./people-locks";
import type { OverlayId } from "./people-overlay";
import type { SettleRequests } from "./settle-requests";

export interface KnownIdentity {
  /** Stored form (UInt128, decimal). */
  readonly key: string;
  readonly ordinal: number;
}

export interface Entry {
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  /** Null while nobody knows it. */
  ordinal: number | null;
}

/** Cached identities: about 220 bytes each and up to twice as many, so that an importing process stays below 600 MB. */
const CACHED_IDENTITIES = 100_000;
/** Cached links: about 150 bytes each, likewise. A forgotten one is looked up before it is written again. */
const CACHED_LINKS = 50_000;
/**
 * Intake lets identities join a person without counting those that are there; after this many more settle is asked whether
 * they are too many. Fewer would have settle look at people who merely have a few devices, more would find a placeholder late.
 */
const GROWTH_TO_CHECK = 100;
const MAX_GROWING = 10_000;

/** Says who a touchpoint's person is, and gives newcomers their ordinal. */
export class PersonDirectory {
  /** Known identities only, by namespace and value. */
  private readonly cache = new RecentMap<string, Entry>(CACHED_IDENTITIES);
  /**
   * Pairs that are linked for as long as the run lasts that wants them linked: by a committed chunk of it, or by a person. A
   * link of any other chunk may be wiped while what relied on it stays, so it is written once more.
   */
  private readonly linked = new RecentMap<string, true>(CACHED_LINKS);
  /** Names of what chunks under way linked. */
  private readonly pending = new Map<number, readonly string[]>();
  /** Identities that joined a person here since settle was asked to look. */
  private readonly growth = new RecentMap<number, number>(MAX_GROWING);
  private peopleVersion = 0n;

  constructor(
    private readonly hasher: IdentityHasher,
    private readonly store: IdentityStore,
    private readonly locks: AdvisoryLocks,
    private readonly requests: SettleRequests,
    private readonly erased: ErasedIdentities,
  ) {}

  /**
   * Rows that name an erased identity, each with the place of the first one: nobody may be resolved from them. The caller
   * holds PLANE_SHAPE shared until the other rows are written, so that no erasure comes in between.
   */
  async findErased(
    rows: readonly (readonly Identity[])[],
    { peopleVersion }: Pick<IdentityOrigin, "peopleVersion">,
  ): Promise<ReadonlyMap<number, number>> {
    this.know(peopleVersion);
    const isErased = await this.erased.asOf(peopleVersion);
    const found = new Map<number, number>();
    if (!isErased) return found;
    const isBlocked = ({ namespace, value }: Identity): boolean =>
      !this.cache.has(nameOf({ namespace, value })) && isErased(this.hasher.keyOf(namespace, value));
    for (const [row, identities] of rows.entries()) {
      const place = identities.findIndex(isBlocked);
      if (place >= 0) found.set(row, place);
    }
    return found;
  }

  /**
   * The person behind each row's identities, given by its first one. Identities seen together belong together: an
   * unknown one joins the known one beside it. Two known people on one row stay two until `settle` merges them; the
   * link is recorded. The caller holds PLANE_SHAPE shared until the rows are written, and left out what `findErased` found.
   */
  async resolve(rows: readonly (readonly Identity[])[], origin: IdentityOrigin): Promise<readonly KnownIdentity[]> {
    this.know(origin.peopleVersion);
    const unknown = new Map<string, Entry>();
    const entries = rows.map((identities) => identities.map((identity) => this.entryOf(identity, unknown)));
    const open = entries.filter((row) => this.isOpen(row, origin));
    if (open.length > 0) {
      await this.locks.holdInside([ORDINAL_LOCK], async (_, askHolder) => {
        await this.findKnown(unknown); // under the lock: another process may have named them a moment ago
        await this.join(open, origin, askHolder);
      });
    }
    for (const [name, entry] of unknown) this.cache.set(name, entry);
    return entries.map((row) => row[0] as KnownIdentity);
  }

  /**
   * Names everybody on rows of which somebody is unknown or not linked, and records who was seen with whom; afterwards every
   * entry has its ordinal. The caller holds ORDINAL_LOCK, which `askHolder` asks for, and looked the entries up under it.
   */
  async joinRows(
    rows: readonly (readonly Entry[])[],
    origin: IdentityOrigin,
    askHolder: () => Promise<unknown>,
  ): Promise<void> {
    this.know(origin.peopleVersion);
    if (rows.length > 0) await this.join(rows, origin, askHolder);
  }

  /** Has settle look at people whom so many identities joined elsewhere that they may be too large. */
  async noteGrowth(ordinals: readonly number[], { context }: IdentityOrigin): Promise<void> {
    await this.requests.ask(context, { ordinals: this.grownBeyond(ordinals), ownOverlay: false });
  }

  /** The person under an identity as the reader knows one; null when nobody is known under it. Makes nobody known. */
  async find(overlayId: OverlayId, { namespace, value }: Identity): Promise<number | null> {
    const key = this.hasher.keyOf(namespace, value);
    const ordinal = (await this.store.findOrdinals([key])).get(key);
    if (ordinal === undefined) return null;
    return overlayId === null ? ordinal : this.store.findRepresentative(overlayId, ordinal);
  }

  /**
   * Has settle look at everybody whom these chunks linked, as their links are about to be wiped. The caller holds
   * PLANE_SHAPE until they are, so that no settle sees them still.
   */
  async unsettleLinksOf(context: IdentityOrigin["context"], chunks: readonly number[]): Promise<void> {
    const keys = await this.store.findKeysOfChunks(chunks);
    if (keys.length === 0) return;
    const ordinals = [...new Set((await this.store.findOrdinals(keys)).values())];
    await this.requests.ask(context, { ordinals, ownOverlay: true });
  }

  /** The chunk is committed: what it linked stays. */
  keepLinksOf(chunk: number): void {
    for (const name of this.pending.get(chunk) ?? []) this.linked.set(name, true);
    this.pending.delete(chunk);
  }

  /** The chunk failed: what it linked will be wiped. */
  forgetLinksOf(chunk: number): void {
    this.pending.delete(chunk);
  }

  /** People were moved or erased. */
  forget(): void {
    this.cache.clear();
    this.linked.clear();
  }

  /** What is cached of an older version is wrong. */
  private know(peopleVersion: bigint): void {
    if (peopleVersion !== this.peopleVersion) this.forget();
    this.peopleVersion = peopleVersion;
  }

  private entryOf({ namespace, value }: Identity, unknown: Map<string, Entry>): Entry {
    const name = nameOf({ namespace, value });
    const known = this.cache.get(name) ?? unknown.get(name);
    if (known) return known;
    const entry: Entry = { namespace, key: this.hasher.keyOf(namespace, value), value, ordinal: null };
    unknown.set(name, entry);
    return entry;
  }

  /** Whether somebody on the row is unknown, or not yet linked to the first one. */
  private isOpen([first, ...others]: readonly Entry[], origin: IdentityOrigin): boolean {
    return (
      first!.ordinal === null || others.some((other) => other.ordinal === null || !this.isLinked(first!, other, origin))
    );
  }

  private isLinked(first: Entry, other: Entry, origin: IdentityOrigin): boolean {
    return first.key === other.key || this.linked.has(linkName(origin, pairName(first, other)));
  }

  /** Fills in the ordinals that ClickHouse knows. */
  private async findKnown(entries: ReadonlyMap<string, Entry>): Promise<void> {
    const open = [...entries.values()].filter((entry) => entry.ordinal === null);
    if (open.length === 0) return;
    await this.store.endInserts();
    const ordinals = await this.store.findOrdinals(open.map((entry) => entry.key));
    for (const entry of open) entry.ordinal = ordinals.get(entry.key) ?? null;
  }

  /** Gives every unknown identity its person and records who was seen with whom; the caller holds the lock. */
  private async join(
    rows: readonly (readonly Entry[])[],
    origin: IdentityOrigin,
    askHolder: () => Promise<unknown>,
  ): Promise<void> {
    const isCloud = origin.source.visibility === "CLOUD";
    const { added, newPeople } = joinIdentities(rows, isCloud ? "JOINED" : "APART");
    const first = newPeople === 0 ? 0 : await this.store.takeOrdinals(newPeople);
    const identities = added.map(({ identity, person }) => ({
      ...identity,
      ordinal: person.isNew ? first + person.index : person.ordinal,
    }));
    await this.store.insertIdentities(identities, origin);
    if (identities.length > 0) await askHolder(); // without the lock somebody else may have named them as well
    for (const [index, { identity }] of added.entries()) identity.ordinal = identities[index]!.ordinal;

    const links = await this.newLinks(rows, new Set(added.map(({ identity }) => identity.key)), origin);
    const grown = isCloud ? this.grownBeyond(added.map(({ identity }) => identity.ordinal!)) : [];
    const apart = links.filter(([a, b]) => a.ordinal !== b.ordinal);
    await this.requests.ask(origin.context, {
      ordinals: isCloud ? [...new Set([...apart.flat().map(({ ordinal }) => ordinal!), ...grown])] : [],
      ownOverlay: !isCloud && apart.length > 0,
    });
    await this.store.insertLinks(
      links.map(([a, b]) => [a.key, b.key]),
      origin,
    );
    const names = links.map(([a, b]) => linkName(origin, pairName(a, b)));
    if (origin.chunk) this.pending.set(origin.chunk.number, names);
    else for (const name of names) this.linked.set(name, true);
  }

  /** Pairs of which no link of the source is sure to stay. Of identities that are new here nothing has to be asked. */
  private async newLinks(
    rows: readonly (readonly Entry[])[],
    added: ReadonlySet<string>,
    origin: IdentityOrigin,
  ): Promise<readonly (readonly [Entry, Entry])[]> {
    const pairs = [...pairsOf(rows).values()].filter(([a, b]) => !this.isLinked(a, b, origin));
    const known = pairs.filter(([a, b]) => !added.has(a.key) && !added.has(b.key));
    const linked = await this.store.findLinked(
      known.map(([a, b]) => [a.key, b.key]),
      origin.source.id,
    );
    const committed = await origin.chunk?.committedOf([...new Set([...linked.values()].flat())].filter(Boolean));
    for (const [name, chunks] of linked) {
      if (chunks.some((chunk) => chunk === 0 || committed?.has(chunk))) this.linked.set(linkName(origin, name), true);
    }
    return pairs.filter(([a, b]) => !this.isLinked(a, b, origin));
  }

  /** People that so many identities joined that they may be too large. */
  private grownBeyond(ordinals: readonly number[]): readonly number[] {
    return ordinals.filter((ordinal) => {
      const count = (this.growth.get(ordinal) ?? 0) + 1;
      this.growth.set(ordinal, count % GROWTH_TO_CHECK);
      return count === GROWTH_TO_CHECK;
    });
  }
}

/** A pair as a source has it linked, for a run or (without one) for good. */
const linkName = ({ source, chunk }: IdentityOrigin, pair: string): string =>
  `${source.id} ${chunk?.runId ?? ""} ${pair}`;

const nameOf = ({ namespace, value }: Identity): string => `${namespace}\u0000${value}`;
