import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { NamedInserts } from "../../platform/clickhouse/named-inserts";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import { ClickHouseSession, SELECTED_INSERT } from "../../platform/clickhouse/session";
import { type IdentifiedRows, type IntakeSecrets, insertsOfChunk, ordinalOf } from "../people";
import type { KnownCode } from "./catalogue-codes";
import { INSERT_SETTINGS, type Origin } from "./plane.store";
import type { SealedTouchpoint } from "./seal-touchpoint";
import type { Decision, FreshGroup, StagedLines } from "./stage";
import { SEALED, type StagedMapping } from "./stage-mapping";
import { sqlText } from "./stage-sql";
import { touchpointColumns, writeTouchpoint } from "./write-touchpoint";

const DAY_MS = 86_400_000;
const DECISIONS = "Enum8('DUPLICATE' = 1, 'CONFLICT' = 2, 'ERASED' = 3)";
const FRESH = "is_sealed AND line NOT IN (SELECT line FROM decided)";
/** One thread, as lines are numbered in the order in which they come out. */
const IN_ORDER = { max_threads: 1, max_insert_threads: "1", input_format_parallel_parsing: 1 } as const;

/**
 * Rows of one chunk on their way into the plane, in temporary tables of ClickHouse:
 *
 *     staged   the rows, by line; sealed ones as they are written, others as the text that was read
 *     code     brands and categories with their numbers
 *     pad      the two halves of the identity key, and what values are sealed with; as rows, since a statement's text may be logged
 *     seen     events of the plane that the rows name as well
 *     decided  rows that are not written, and why not
 *     person   whose identities those are that the rows name
 */
export class Stage {
  private readonly session: ClickHouseSession;
  /** Columns of `touchpoint` that the rows fill; of the others they have the defaults. */
  private columns: readonly string[] = [];

  constructor(
    clickhouse: ClickHouseClient,
    private readonly inserts: NamedInserts,
  ) {
    this.session = new ClickHouseSession(clickhouse);
  }

  async open(codes: readonly KnownCode[], { inner, outer, seal }: IntakeSecrets): Promise<void> {
    const tables = [
      `staged ENGINE = Memory AS SELECT toUInt32(0) AS line, '' AS raw, toDate(0) AS day, toUInt64(0) AS event_hash,
         toUInt64(0) AS payload_hash, CAST([], 'Array(UInt128)') AS keys, CAST([], 'Array(LowCardinality(String))') AS namespaces,
         CAST([], 'Array(String)') AS values,
         toUInt8(0) AS is_sealed, ${touchpointColumns.join(", ")} FROM touchpoint LIMIT 0`,
      "code (kind String, code String, id UInt32) ENGINE = Memory",
      "pad (inner String, outer String, seal String) ENGINE = Memory",
      "seen (day Date, event_hash UInt64, event_id String, payload_hash UInt64) ENGINE = Memory",
      `decided (line UInt32, decision ${DECISIONS}) ENGINE = Memory`,
    ];
    for (const table of tables) await this.session.run({ place: "stage.open", sql: `CREATE TEMPORARY TABLE ${table}` });
    await this.session.insert({
      place: "stage.open",
      table: "code",
      columns: ["kind", "code", "id"],
      rows: codes,
      write: (to, { kind, code, id }) => {
        to.text(kind);
        to.text(code);
        to.uint32(id);
      },
    });
    const pads = Buffer.concat([inner, outer, seal].flatMap((secret) => [Buffer.of(secret.length), secret]));
    await this.session.load({ place: "stage.open", sql: "INSERT INTO pad FORMAT RowBinary" }, () =>
      Readable.from([pads]),
    );
  }

  /** Lets go of all rows. */
  close(): Promise<void> {
    return this.session.close();
  }

  /** Maps, checks and seals lines; answers how many those were that are not empty. */
  async load(
    { columns, sealed }: StagedMapping,
    { bytes, firstLine, delimiter, lineEnd }: StagedLines,
  ): Promise<number> {
    this.columns = columns;
    const text =
      lineEnd === "\n" ? "source" : "if(endsWith(source, '\\r'), substring(source, 1, length(source) - 1), source)";
    await this.session.load(
      {
        place: "stage.load",
        sql: `INSERT INTO staged (line, raw, ${[...SEALED, ...columns].join(", ")})
          WITH lines AS (
            SELECT toUInt32(${firstLine} + rowNumberInAllBlocks()) AS line, ${text} AS row_text,
              splitByChar(${sqlText(delimiter)}, row_text) AS f
            FROM input('source String'))
          SELECT line, if(is_sealed, '', row_text), ${sealed} FORMAT LineAsString`,
        settings: IN_ORDER,
      },
      () => Readable.from(bytes),
    );
    const [row] = await this.session.rows<[string]>({
      place: "stage.load",
      sql: "SELECT toString(count()) FROM staged WHERE is_sealed OR raw != ''",
    });
    return Number(row![0]);
  }

  /** What was not sealed, by line. */
  unsealed(): Promise<readonly (readonly [number, string])[]> {
    return this.session.rows({
      place: "stage.unsealed",
      sql: "SELECT line, raw FROM staged WHERE NOT is_sealed AND raw != '' ORDER BY line",
    });
  }

  /** Adds rows that were sealed one by one. */
  add(
    rows: readonly { readonly line: number; readonly touchpoint: SealedTouchpoint; readonly keys: readonly string[] }[],
  ): Promise<void> {
    return this.session.insert({
      place: "stage.add",
      table: "staged",
      columns: [
        "line",
        "day",
        "event_hash",
        "payload_hash",
        "keys",
        "namespaces",
        "values",
        "is_sealed",
        ...touchpointColumns,
      ],
      rows,
      write: (to, { line, keys, touchpoint: { day, eventHash, payloadHash, identities, columns } }) => {
        to.uint32(line);
        to.uint16(Date.parse(day) / DAY_MS);
        to.uint64(eventHash);
        to.uint64(payloadHash);
        to.uint128s(keys.map(BigInt));
        to.texts(identities.map(({ namespace }) => namespace));
        to.texts(identities.map(({ value }) => value));
        to.uint8(1);
        writeTouchpoint(to, columns);
      },
    });
  }

  /** Brands of the sealed rows, each with the categories that it is named with; 0: none. */
  brands(): Promise<readonly (readonly [brandId: number, categoryId: number])[]> {
    return this.session.rows({
      place: "stage.brands",
      sql: "SELECT DISTINCT brand_id, category_id FROM staged WHERE is_sealed AND brand_id > 0",
    });
  }

  /** UTC days of the sealed rows. */
  async days(): Promise<readonly string[]> {
    const rows = await this.session.rows<[string]>({
      place: "stage.days",
      sql: "SELECT DISTINCT toString(day) FROM staged WHERE is_sealed",
    });
    return rows.map(([day]) => day);
  }

  /** Stored keys that the rows name. */
  async keys(): Promise<readonly string[]> {
    const rows = await this.session.rows<[string]>({
      place: "stage.keys",
      sql: "SELECT DISTINCT toString(arrayJoin(keys)) FROM staged WHERE is_sealed",
    });
    return rows.map(([key]) => key);
  }

  /** Decides on rows that name one of these keys; answers each with the place of the first one. */
  async refuseErased(keys: readonly string[]): Promise<readonly (readonly [line: number, place: number])[]> {
    if (keys.length === 0) return [];
    const isErased = numberIn("key", "UInt128", keys);
    const place = "stage.refuseErased";
    const settings = { max_query_size: MAX_LIST_QUERY_BYTES };
    const named = `SELECT line, min(number) AS first FROM staged ARRAY JOIN keys AS key, arrayEnumerate(keys) AS number
      WHERE is_sealed AND ${isErased} GROUP BY line`;
    await this.session.run({ place, settings, sql: `INSERT INTO decided SELECT line, 'ERASED' FROM (${named})` });
    return this.session.rows({
      place,
      settings,
      sql: `SELECT line, toUInt32(first - 1) FROM (${named}) ORDER BY line`,
    });
  }

  /**
   * Decides on rows whose event was seen: by the plane, or in an earlier line. The one that was first says with its payload
   * whether they are duplicates or conflicts.
   */
  async tellApart(sourceId: number, days: readonly string[]): Promise<void> {
    await this.session.run({
      place: "stage.tellApart",
      sql: `INSERT INTO seen SELECT day, event_hash, event_id, any(payload_hash) FROM touchpoint_key
        WHERE source_id = {sourceId:UInt32} AND day IN {days:Array(Date)}
          AND event_hash GLOBAL IN (SELECT event_hash FROM staged WHERE ${FRESH})
        GROUP BY day, event_hash, event_id`,
      params: { sourceId, days },
    });
    await this.session.run({
      place: "stage.tellApart",
      sql: `INSERT INTO decided
        SELECT event.1, if(event.2 = first, 'DUPLICATE', 'CONFLICT') FROM (
          SELECT arraySort(groupArray((line, payload_hash))) AS events, events[1].2 AS first FROM (
            SELECT line, day, event_id, payload_hash FROM staged WHERE ${FRESH} AND event_hash IN (
              SELECT event_hash FROM seen
              UNION ALL SELECT event_hash FROM staged WHERE ${FRESH} GROUP BY event_hash HAVING count() > 1)
            UNION ALL SELECT toUInt32(0), day, event_id, payload_hash FROM seen)
          GROUP BY day, event_id)
        ARRAY JOIN arraySlice(events, 2) AS event`,
    });
  }

  async decisions(): Promise<ReadonlyMap<Decision, number>> {
    const rows = await this.session.rows<[Decision, string]>({
      place: "stage.decisions",
      sql: "SELECT decision, toString(count()) FROM decided GROUP BY decision",
    });
    return new Map(rows.map(([decision, count]) => [decision, Number(count)]));
  }

  async freshGroups(): Promise<readonly FreshGroup[]> {
    const rows = await this.session.rows<[string, number, number, string, string]>({
      place: "stage.freshGroups",
      sql: `SELECT platform, brand_id, category_id, toString(toUnixTimestamp64Milli(min(occurred_at))),
          toString(toUnixTimestamp64Milli(max(occurred_at)))
        FROM staged WHERE ${FRESH} GROUP BY platform, brand_id, category_id`,
    });
    return rows.map(([platform, brandId, categoryId, oldest, newest]) => ({
      platform,
      brandId,
      categoryId,
      oldest: Number(oldest),
      newest: Number(newest),
    }));
  }

  /** The rows to be written, as far as people are concerned. */
  identifiedRows(): IdentifiedRows {
    return { session: this.session, rows: `(SELECT keys, namespaces, values FROM staged WHERE ${FRESH})` };
  }

  /** Steps 3 and 4 of the intake protocol. */
  async write({ sourceId, runId, chunk, ingestedAt }: Origin, firstNewcomer: number): Promise<void> {
    const params = { sourceId, runId, chunk, ingestedAt: ingestedAt.getTime() };
    const columns = this.columns.join(", ");
    await this.session.run({
      place: "stage.insertTouchpoints",
      queryId: this.inserts.name(insertsOfChunk(chunk)),
      sql: `INSERT INTO touchpoint (${columns}, ordinal, identity_key, source_id, run_id, chunk, ingested_at)
        SELECT ${columns}, ${ordinalOf(firstNewcomer)}, keys[1], {sourceId:UInt32}, {runId:UUID}, {chunk:UInt32},
          fromUnixTimestamp64Milli({ingestedAt:Int64}, 'UTC')
        FROM staged LEFT ANY JOIN person ON person.key = staged.keys[1] WHERE ${FRESH}`,
      params,
      settings: { ...INSERT_SETTINGS, ...SELECTED_INSERT },
    });
    await this.session.run({
      place: "stage.insertKeys",
      queryId: this.inserts.name(insertsOfChunk(chunk)),
      sql: `INSERT INTO touchpoint_key (source_id, day, event_hash, event_id, payload_hash, chunk)
        SELECT {sourceId:UInt32}, day, event_hash, event_id, payload_hash, {chunk:UInt32} FROM staged WHERE ${FRESH}`,
      params,
      settings: { ...INSERT_SETTINGS, ...SELECTED_INSERT },
    });
  }
}
