import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { ErasedIdentities } from "./erased-identities";
import type { Identity, IdentityOrigin, LinkingChunk } from "./identity";
import type { IdentityStore } from "./identity.store";
import type { HashPads, IdentityHasher } from "./identity-hasher";
import type { IdentitySeal } from "./identity-seal";
import { ORDINAL_LOCK } from "./people-locks";
import type { PersonDirectory } from "./person-directory";
import { type IdentifiedRows, type StagedIdentity, StagedIdentityStore } from "./staged-identity.store";

export interface StagedPeopleParts {
  readonly hasher: IdentityHasher;
  readonly seal: IdentitySeal;
  readonly erased: ErasedIdentities;
  readonly identities: IdentityStore;
  readonly people: PersonDirectory;
  readonly locks: AdvisoryLocks;
  readonly inserts: NamedInserts;
}

export interface IntakeSecrets extends HashPads {
  readonly seal: Buffer;
}

/** Says who is behind rows that ClickHouse holds, and gives newcomers their ordinal, as `PersonDirectory` does row by row. */
export class StagedPeople {
  constructor(private readonly parts: StagedPeopleParts) {}

  /** What ClickHouse makes stored keys with, and seals values. */
  secrets(): IntakeSecrets {
    const { hasher, seal } = this.parts;
    return { ...hasher.pads(), seal: seal.secret };
  }

  storedKeyOf({ namespace, value }: Identity): string {
    return this.parts.hasher.keyOf(namespace, value);
  }

  /** What tells erased identities by their stored keys; null: nobody was ever erased. The caller holds PLANE_SHAPE. */
  findErased({
    peopleVersion,
  }: Pick<IdentityOrigin, "peopleVersion">): Promise<((storedKey: string) => boolean) | null> {
    return this.parts.erased.asOf(peopleVersion);
  }

  /**
   * Afterwards each row has its person in the session's table `person`, newcomers numbered from the answered ordinal on.
   * Identities leave ClickHouse only where several rows name them in different company.
   */
  async resolve(rows: IdentifiedRows, origin: IdentityOrigin & { readonly chunk: LinkingChunk }): Promise<number> {
    const { identities, people, locks, inserts } = this.parts;
    const staged = new StagedIdentityStore(rows, inserts);
    return locks.holdInside([ORDINAL_LOCK], async (_, askHolder) => {
      await identities.endInserts();
      await staged.findKnown();
      await staged.findCompany(origin);
      const chunks = await staged.findLinkingChunks(origin);
      const kept = [...(await origin.chunk.committedOf(chunks.filter(Boolean))), 0];
      const groups = shareEqual(await staged.findOpenGroups(origin, kept));
      const unknown = new Set(groups.flat().filter(({ ordinal }) => ordinal === null));
      await people.joinRows(groups, origin, askHolder);
      await staged.add([...unknown].map(({ key, ordinal }) => ({ key, ordinal: ordinal! })));
      const joined = await staged.joinSimple();
      const newcomers = await staged.countNewcomers();
      const first = newcomers === 0 ? 0 : await identities.takeOrdinals(newcomers);
      if (newcomers + joined.length === 0) return first;
      await staged.insertIdentities(first, origin);
      await askHolder(); // without the lock somebody else may have named them as well
      await people.noteGrowth(joined, origin);
      await staged.insertLinks(origin.chunk.number, origin);
      return first;
    });
  }
}

/** The groups with one object for each identity, in the place of one for each time that it is named. */
function shareEqual(groups: readonly (readonly StagedIdentity[])[]): readonly (readonly StagedIdentity[])[] {
  const named = new Map<string, StagedIdentity>();
  return groups.map((group) =>
    group.map((identity) => {
      const first = named.get(identity.key) ?? identity;
      named.set(identity.key, first);
      return first;
    }),
  );
}
