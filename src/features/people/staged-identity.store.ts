import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import type { ClickHouseSession } from "../../platform/clickhouse/session";
import { IDENTITIES, type IdentityOrigin } from "./identity";

/** Rows in temporary tables of a session: a relation of `keys` and `namespaces`, side by side, the person's own first. */
export interface IdentifiedRows {
  readonly session: ClickHouseSession;
  readonly rows: string;
}

export interface StagedIdentity {
  readonly key: string;
  readonly namespace: string;
  readonly ordinal: number | null;
}

/** The person in `person`, of whom newcomers are numbered from here on; a row without one is a fault of ours. */
export const ordinalOf = (firstNewcomer: number): string =>
  `toUInt32(person.ordinal + if(person.is_new, ${firstNewcomer}, 0) + throwIf(person.key = 0, 'a row must have its person'))`;

/** Finds out whose the identities of such rows are, in the session's temporary table `person`. */
export class StagedIdentityStore {
  constructor(
    private readonly staged: IdentifiedRows,
    private readonly inserts: NamedInserts,
  ) {}

  /** Fills `person` with the identities that are known; of several rows of a key the newest version counts. */
  async findKnown(): Promise<void> {
    const { session, rows } = this.staged;
    await session.run({
      place: "stagedIdentity.findKnown",
      sql: "CREATE TEMPORARY TABLE person (key UInt128, namespace LowCardinality(String), ordinal UInt32, is_new UInt8) ENGINE = Memory",
    });
    await session.run({
      place: "stagedIdentity.findKnown",
      sql: `INSERT INTO person SELECT key, '', argMax(ordinal, version), 0 FROM identity
        WHERE key GLOBAL IN (SELECT arrayJoin(keys) FROM ${rows}) GROUP BY key`,
    });
  }

  /** Identities that a row names together, each such group once. */
  async findGroups(): Promise<readonly (readonly StagedIdentity[])[]> {
    const { session, rows } = this.staged;
    const groups = `(SELECT DISTINCT keys, namespaces FROM ${rows} WHERE length(keys) > 1)`;
    const known = new Map(
      await session.rows<[string, number]>({
        place: "stagedIdentity.findGroups",
        sql: `SELECT toString(key), ordinal FROM person WHERE key IN (SELECT arrayJoin(keys) FROM ${groups})`,
      }),
    );
    const named = await session.rows<[string[], string[]]>({
      place: "stagedIdentity.findGroups",
      sql: `SELECT arrayMap(key -> toString(key), keys), namespaces FROM ${groups} ORDER BY keys`,
    });
    return named.map(([keys, namespaces]) =>
      keys.map((key, index) => ({ key, namespace: namespaces[index]!, ordinal: known.get(key) ?? null })),
    );
  }

  /** Adds people that were named meanwhile. */
  add(identities: readonly { readonly key: string; readonly ordinal: number }[]): Promise<void> {
    return this.staged.session.insert({
      place: "stagedIdentity.add",
      table: "person",
      columns: ["key", "ordinal"],
      rows: identities,
      write: (to, { key, ordinal }) => {
        to.uint128(BigInt(key));
        to.uint32(ordinal);
      },
    });
  }

  /** Makes everybody who is not in `person` a newcomer, numbered from 0 on; answers how many they are. */
  async countNewcomers(): Promise<number> {
    const { session, rows } = this.staged;
    await session.run({
      place: "stagedIdentity.countNewcomers",
      sql: `INSERT INTO person SELECT key, namespace, rowNumberInAllBlocks(), 1 FROM (
          SELECT keys[1] AS key, any(namespaces[1]) AS namespace FROM ${rows}
          WHERE key NOT IN (SELECT key FROM person) GROUP BY key)`,
      settings: { max_threads: 1 },
    });
    const [row] = await session.rows<[string]>({
      place: "stagedIdentity.countNewcomers",
      sql: "SELECT toString(count()) FROM person WHERE is_new",
    });
    return Number(row![0]);
  }

  /** The caller holds ORDINAL_LOCK. */
  async insertNewcomers(first: number, { source, now }: IdentityOrigin): Promise<void> {
    await this.staged.session.run({
      place: "stagedIdentity.insertNewcomers",
      queryId: this.inserts.name(IDENTITIES),
      sql: `INSERT INTO identity (key, namespace, ordinal, source_id, first_seen_at)
        SELECT key, namespace, ${ordinalOf(first)}, {sourceId:UInt32}, fromUnixTimestamp64Milli({now:Int64}, 'UTC')
        FROM person WHERE is_new`,
      params: { sourceId: source.id, now: now.getTime() },
    });
  }
}
