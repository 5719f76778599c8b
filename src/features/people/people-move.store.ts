import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import { MAX_LIST_QUERY_BYTES, numberList, numberTable } from "../../platform/clickhouse/number-list";
import type { HoldReason } from "./apply-links";
import { CLOUD } from "./people-graph.store";

/** Touchpoints of one identity on their way from one person to another. */
export interface Move {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Writes what settle decided. Every statement can be run again without a change. */
export class PeopleMoveStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  /** A new row for each identity, of the version that counts from now on. */
  async rehomeIdentities(owners: readonly (readonly [key: string, ordinal: number])[], version: string): Promise<void> {
    const table = numberTable({
      moved_key: ["UInt128", owners.map(([key]) => key)],
      person: ["UInt32", owners.map(([, ordinal]) => ordinal)],
    });
    await this.command(
      "people.rehomeIdentities",
      `INSERT INTO identity (key, namespace, ordinal, source_id, first_seen_at, version, sealed)
       SELECT key, any(namespace), any(person), argMin(source_id, identity.version), min(first_seen_at), {version:UInt64}, max(sealed)
       FROM identity INNER JOIN (${table}) AS owner ON identity.key = owner.moved_key
       WHERE key IN (${numberList(
         "UInt128",
         owners.map(([key]) => key),
       )})
       GROUP BY key`,
      { version },
    );
  }

  /** Copies touchpoints to their new persons. A copy made before collapses with it, as all but the ordinal is the same. */
  async copyTouchpoints(moves: readonly Move[]): Promise<void> {
    const table = numberTable({
      moved_key: ["UInt128", moves.map(({ key }) => key)],
      origin: ["UInt32", moves.map(({ from }) => from)],
      person: ["UInt32", moves.map(({ to }) => to)],
    });
    await this.command(
      "people.copyTouchpoints",
      `INSERT INTO touchpoint SELECT touchpoint.* REPLACE (move.person AS ordinal)
       FROM touchpoint INNER JOIN (${table}) AS move ON touchpoint.identity_key = move.moved_key AND touchpoint.ordinal = move.origin
       WHERE touchpoint.ordinal IN (${originsOf(moves)})`,
    );
  }

  /** Takes away what was copied. */
  async deleteTouchpoints(moves: readonly Move[]): Promise<void> {
    const table = numberTable({
      moved_key: ["UInt128", moves.map(({ key }) => key)],
      origin: ["UInt32", moves.map(({ from }) => from)],
    });
    await this.mutations.run({
      place: "people.deleteTouchpoints",
      table: "touchpoint",
      statement: (rows) =>
        `DELETE FROM ${rows} WHERE ordinal IN (${originsOf(moves)}) AND (identity_key, ordinal) IN (${table})`,
      params: {},
    });
  }

  /** Brings attributes and consent to the persons whom their identities are now; of no effect where they are there. */
  async moveUploads(owners: ReadonlyMap<string, number>): Promise<void> {
    const keys = [...owners.keys()];
    const table = numberTable({ moved_key: ["UInt128", keys], person: ["UInt32", [...owners.values()]] });
    const isMoved = `identity_key IN (${numberList("UInt128", keys)}) AND (identity_key, ordinal) NOT IN (${table})`;
    for (const upload of ["person_attribute", "identity_consent"]) {
      if (!(await this.has(upload, isMoved))) continue;
      await this.command(
        "people.copyUploads",
        `INSERT INTO ${upload} SELECT ${upload}.* REPLACE (owner.person AS ordinal)
         FROM ${upload} INNER JOIN (${table}) AS owner ON ${upload}.identity_key = owner.moved_key WHERE ${isMoved}`,
      );
      await this.mutations.run({
        place: "people.deleteUploads",
        table: upload,
        statement: (rows) => `DELETE FROM ${rows} WHERE ${isMoved}`,
        params: {},
      });
    }
  }

  /** Says of whom retired ordinals are part now; also of those that were retired into one of them before. */
  async insertAliases(retired: ReadonlyMap<number, number>, at: Date): Promise<void> {
    const table = numberTable({
      loser: ["UInt32", [...retired.keys()]],
      person: ["UInt32", [...retired.values()]],
    });
    await this.command(
      "people.insertAliases",
      `INSERT INTO person_alias SELECT {cloud:UUID}, ordinal, any(person), {at:DateTime64(3, 'UTC')}
       FROM (
         SELECT person_alias.ordinal AS ordinal, person
         FROM person_alias FINAL INNER JOIN (${table}) AS retired ON person_alias.representative = retired.loser
         WHERE overlay_id = {cloud:UUID}
         UNION ALL SELECT loser, person FROM (${table})
       ) GROUP BY ordinal`,
      { cloud: CLOUD, at },
    );
  }

  async insertHolds(
    holds: readonly { readonly a: string; readonly b: string; readonly reason: HoldReason | "NONE" }[],
    version: string,
  ): Promise<void> {
    await this.clickhouse.insert({
      table: "identity_link_hold",
      format: "JSONEachRow",
      values: holds.map(({ a, b, reason }) => ({ key_a: a, key_b: b, reason, version })),
    });
  }

  private async has(table: string, where: string): Promise<boolean> {
    const answer = await this.clickhouse.query({
      query: tagged("people.hasUploads", `SELECT 1 FROM ${table} WHERE ${where} LIMIT 1`),
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
      format: "JSONCompactEachRow",
    });
    return (await answer.json()).length > 0;
  }

  private async command(place: string, query: string, params: Record<string, unknown> = {}): Promise<void> {
    await this.clickhouse.command({
      query: tagged(place, query),
      query_params: params,
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
    });
  }
}

const originsOf = (moves: readonly Move[]): string => numberList("UInt32", [...new Set(moves.map(({ from }) => from))]);
