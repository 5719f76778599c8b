import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import { type ClickHouseSession, SELECTED_INSERT } from "../../platform/clickhouse/session";
import { IDENTITIES, type IdentityOrigin, insertsOfChunk } from "./identity";
import { SEAL_MODE } from "./identity-seal";

/**
 * Rows in temporary tables of a session: a relation of `keys`, `namespaces` and `values`, side by side, the person's own first;
 * beside them `pad`, whose `seal` is what values are sealed with.
 */
export interface IdentifiedRows {
  readonly session: ClickHouseSession;
  readonly rows: string;
}

export interface StagedIdentity {
  readonly key: string;
  readonly namespace: string;
  readonly value: string;
  ordinal: number | null;
}

/** The person in `person`, of whom newcomers are numbered from here on; a row without one is a fault of ours. */
export const ordinalOf = (firstNewcomer: number): string =>
  `toUInt32(person.ordinal + if(person.is_newcomer, ${firstNewcomer}, 0) + throwIf(person.key = 0, 'a row must have its person'))`;

const GROUP = "keys Array(UInt128), namespaces Array(LowCardinality(String)), values Array(String)";
const TABLES = [
  "person (key UInt128, namespace LowCardinality(String), ordinal UInt32, is_new UInt8, is_newcomer UInt8) ENGINE = Memory",
  `company (${GROUP}, known UInt8, ordinal UInt32, is_simple UInt8) ENGINE = Memory`,
  `open_company (${GROUP}) ENGINE = Memory`,
];
/** Pairs of groups of `company`, each with its group: the first identity with each other one. */
const PAIRED = "company ARRAY JOIN arraySlice(keys, 2) AS other";
/** As links have them: the smaller key first. */
const PAIR = "least(keys[1], other), greatest(keys[1], other)";
const KNOWN_PAIRS = `SELECT ${PAIR} FROM ${PAIRED} WHERE known = length(keys)`;

/**
 * Finds out whose the identities of such rows are, in temporary tables of the session:
 *
 *     person        an identity: whose it is, whether it is new, and whether its person is a newcomer, numbered from 0 on
 *     company       identities that a row names together, each such group once
 *     open_company  those of them that are joined one by one
 */
export class StagedIdentityStore {
  constructor(
    private readonly staged: IdentifiedRows,
    private readonly inserts: NamedInserts,
  ) {}

  /** Fills `person` with the identities that are known; of several rows of a key the newest version counts. */
  async findKnown(): Promise<void> {
    const place = "stagedIdentity.findKnown";
    for (const table of TABLES) await this.run(place, `CREATE TEMPORARY TABLE ${table}`);
    await this.run(
      place,
      `INSERT INTO person SELECT key, '', argMax(ordinal, version), 0, 0 FROM identity
       WHERE key GLOBAL IN (SELECT arrayJoin(keys) FROM ${this.staged.rows}) GROUP BY key`,
    );
  }

  /**
   * Fills `company`. Of a group that shares no identity with another one and holds one known person at most everything follows
   * at once; on rows of a source that links for its organisation alone nobody is joined, so none of theirs is so simple.
   */
  async findCompany({ source }: IdentityOrigin): Promise<void> {
    const groups = `SELECT DISTINCT keys, namespaces, values FROM ${this.staged.rows} WHERE length(keys) > 1`;
    const shared = `SELECT key FROM (${groups}) ARRAY JOIN keys AS key GROUP BY key HAVING count() > 1`;
    const isSimple = source.visibility === "CLOUD" ? `known <= 1 AND countIf(named.key IN (${shared})) = 0` : "0";
    await this.run(
      "stagedIdentity.findCompany",
      `INSERT INTO company
       SELECT keys, namespaces, values, toUInt8(countIf(person.key != 0)) AS known, max(person.ordinal), ${isSimple}
       FROM (SELECT keys, namespaces, values, key FROM (${groups}) ARRAY JOIN keys AS key) AS named
       LEFT ANY JOIN person ON person.key = named.key
       GROUP BY keys, namespaces, values`,
    );
  }

  /** Chunks in which the source linked identities of groups that are known as a whole; 0: a person did. */
  async findLinkingChunks({ source }: IdentityOrigin): Promise<readonly number[]> {
    const rows = await this.rows<[number]>(
      "stagedIdentity.findLinkingChunks",
      `SELECT DISTINCT chunk FROM identity_link
       WHERE source_id = {sourceId:UInt32} AND (key_a, key_b) GLOBAL IN (${KNOWN_PAIRS})`,
      { sourceId: source.id },
    );
    return rows.map(([chunk]) => chunk);
  }

  /** Groups that are not simple, unless all are known and linked by one of these chunks. */
  async findOpenGroups({ source }: IdentityOrigin, chunks: readonly number[]): Promise<readonly StagedIdentity[][]> {
    const place = "stagedIdentity.findOpenGroups";
    await this.run(
      place,
      `INSERT INTO open_company SELECT keys, namespaces, values FROM company
       WHERE NOT is_simple AND (known < length(keys) OR keys IN (
         SELECT keys FROM ${PAIRED} WHERE known = length(keys) AND other != keys[1] AND (${PAIR}) GLOBAL NOT IN (
           SELECT key_a, key_b FROM identity_link
           WHERE source_id = {sourceId:UInt32} AND chunk IN {chunks:Array(UInt32)}
             AND (key_a, key_b) GLOBAL IN (${KNOWN_PAIRS}))))`,
      { sourceId: source.id, chunks },
    );
    const named = await this.rows<[string[], string[], string[]]>(
      place,
      "SELECT arrayMap(key -> toString(key), keys), namespaces, values FROM open_company ORDER BY keys",
    );
    if (named.length === 0) return [];
    const known = new Map(
      await this.rows<[string, number]>(
        place,
        "SELECT toString(key), ordinal FROM person WHERE key IN (SELECT arrayJoin(keys) FROM open_company)",
      ),
    );
    return named.map(([keys, namespaces, values]) =>
      keys.map((key, index) => ({
        key,
        namespace: namespaces[index]!,
        value: values[index]!,
        ordinal: known.get(key) ?? null,
      })),
    );
  }

  /** Adds people that were named one by one. */
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

  /** Names everybody of simple groups; answers for each identity that joins a known person who that is. */
  async joinSimple(): Promise<readonly number[]> {
    const place = "stagedIdentity.joinSimple";
    await this.runInOrder(
      place,
      `INSERT INTO person SELECT key, namespace, if(known = 0, number, ordinal), 1, known = 0 FROM (
         SELECT keys, namespaces, known, ordinal, rowNumberInAllBlocks() AS number FROM (
           SELECT * FROM company WHERE is_simple ORDER BY known))
       ARRAY JOIN keys AS key, namespaces AS namespace WHERE key NOT IN (SELECT key FROM person)`,
    );
    const rows = await this.rows<[number]>(place, "SELECT ordinal FROM person WHERE is_new AND NOT is_newcomer");
    return rows.map(([ordinal]) => ordinal);
  }

  /** Makes everybody who is not in `person` a newcomer; answers how many newcomers there are, as their numbers have no gap. */
  async countNewcomers(): Promise<number> {
    const place = "stagedIdentity.countNewcomers";
    const count = async (): Promise<number> => {
      const sql = "SELECT toString(if(count() = 0, 0, max(ordinal) + 1)) FROM person WHERE is_newcomer";
      const [row] = await this.rows<[string]>(place, sql);
      return Number(row![0]);
    };
    const before = await count();
    await this.runInOrder(
      place,
      `INSERT INTO person SELECT key, namespace, ${before} + rowNumberInAllBlocks(), 1, 1 FROM (
         SELECT keys[1] AS key, any(namespaces[1]) AS namespace FROM ${this.staged.rows}
         WHERE key NOT IN (SELECT key FROM person) GROUP BY key)`,
    );
    return count();
  }

  /** The caller holds ORDINAL_LOCK. */
  async insertIdentities(firstNewcomer: number, { source, now }: IdentityOrigin): Promise<void> {
    await this.insert(
      "stagedIdentity.insertIdentities",
      `INSERT INTO identity (key, namespace, ordinal, source_id, first_seen_at, sealed)
       SELECT person.key, namespace, ${ordinalOf(firstNewcomer)}, {sourceId:UInt32}, fromUnixTimestamp64Milli({now:Int64}, 'UTC'),
         encrypt('${SEAL_MODE}', value, (SELECT seal FROM pad), reinterpretAsFixedString(person.key))
       FROM person INNER ANY JOIN (SELECT key, value FROM ${this.staged.rows} ARRAY JOIN keys AS key, values AS value) AS named
         ON named.key = person.key
       WHERE is_new`,
      { sourceId: source.id, now: now.getTime() },
      IDENTITIES,
    );
  }

  /** Links of simple groups; those of others are recorded where they are joined. */
  async insertLinks(chunk: number, { source, now }: IdentityOrigin): Promise<void> {
    await this.insert(
      "stagedIdentity.insertLinks",
      `INSERT INTO identity_link (key_a, key_b, source_id, linked_at, chunk)
       SELECT ${PAIR}, {sourceId:UInt32}, fromUnixTimestamp64Milli({now:Int64}, 'UTC'), {chunk:UInt32} FROM ${PAIRED} WHERE is_simple`,
      { sourceId: source.id, now: now.getTime(), chunk },
      insertsOfChunk(chunk),
    );
  }

  private run(place: string, sql: string, params: Record<string, unknown> = {}): Promise<void> {
    return this.staged.session.run({ place, sql, params });
  }

  /** One thread, so that numbers follow one another without a gap. */
  private runInOrder(place: string, sql: string): Promise<void> {
    return this.staged.session.run({ place, sql, settings: { max_threads: 1 } });
  }

  private insert(place: string, sql: string, params: Record<string, unknown>, inserts: string): Promise<void> {
    const queryId = this.inserts.name(inserts);
    return this.staged.session.run({ place, sql, params, queryId, settings: SELECTED_INSERT });
  }

  private rows<Row>(place: string, sql: string, params: Record<string, unknown> = {}): Promise<readonly Row[]> {
    return this.staged.session.rows<Row>({ place, sql, params });
  }
}
