import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberList } from "../../platform/clickhouse/number-list";
import { type HoldReason, type Link, MAX_PARTNERS } from "./apply-links";

/** What published figures have to know of touchpoints that changed their person. */
export interface MovedTouchpoint {
  readonly brandId: number;
  /** 0: none. */
  readonly categoryId: number;
  /** Milliseconds since 1970; of several touchpoints not later than the first. */
  readonly occurredAt: number;
}

/** Touchpoints of one identity under one ordinal. */
export interface TouchpointPlace {
  readonly key: string;
  readonly ordinal: number;
  readonly touchpoints: number;
  readonly dated: readonly MovedTouchpoint[];
}

/** The cloud's own graph, in columns that organisations have their id in. */
export const CLOUD = "00000000-0000-0000-0000-000000000000";

/** Numbers in one look-up: a list of this length is 2 MB of query text. */
const NUMBERS_PER_QUERY = 50_000;

/** Reads identities, links and where their touchpoints are. Parts of a long list are asked for one after the other. */
export class PeopleGraphStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Keys that are or were of these people. */
  async findKeys(ordinals: readonly number[]): Promise<readonly string[]> {
    const rows = await this.select<[string]>(
      "people.findKeys",
      ordinals,
      (part) => `SELECT DISTINCT toString(key) FROM identity WHERE ordinal IN (${numberList("UInt32", part)})`,
    );
    return rows.map(([key]) => key);
  }

  async findOrdinals(keys: readonly string[]): Promise<readonly (readonly [key: string, ordinal: number])[]> {
    return this.select<[string, number]>(
      "people.findOrdinals",
      keys,
      (part) =>
        `SELECT toString(key), argMax(ordinal, version) FROM identity WHERE key IN (${numberList("UInt128", part)}) GROUP BY key`,
    );
  }

  /** Those of the keys that the sources saw with more than MAX_PARTNERS others. */
  async findShared(keys: readonly string[], sourceIds: readonly number[]): Promise<readonly string[]> {
    const rows = await this.select<[string]>(
      "people.findShared",
      keys,
      (part) => `
        SELECT toString(key) FROM (
          SELECT key_a AS key, key_b AS partner FROM identity_link
          WHERE key_a IN (${numberList("UInt128", part)}) AND source_id IN {sourceIds:Array(UInt32)}
          UNION ALL
          SELECT key_b, key_a FROM identity_link
          WHERE key_b IN (${numberList("UInt128", part)}) AND source_id IN {sourceIds:Array(UInt32)}
        ) WHERE key != partner GROUP BY key HAVING uniqExact(partner) > ${MAX_PARTNERS}`,
      { sourceIds },
    );
    return rows.map(([key]) => key);
  }

  /** Links with an end among the keys, as old as their first sighting. */
  async findLinks(keys: readonly string[], sourceIds: readonly number[]): Promise<readonly Link[]> {
    const rows = await this.select<[string, string, string]>(
      "people.findLinks",
      keys,
      (part) => `
        SELECT toString(least(key_a, key_b)) AS a, toString(greatest(key_a, key_b)) AS b, toString(min(toUnixTimestamp64Milli(linked_at)))
        FROM identity_link
        WHERE (key_a IN (${numberList("UInt128", part)}) OR key_b IN (${numberList("UInt128", part)}))
          AND source_id IN {sourceIds:Array(UInt32)} AND key_a != key_b
        GROUP BY a, b`,
      { sourceIds },
    );
    return rows.map(([a, b, at]) => ({ a, b, at: Number(at) }));
  }

  /** Cuts of the cloud (or of an organisation) with an end among the keys. */
  async findCuts(keys: readonly string[], organisationId: string): Promise<readonly (readonly [string, string])[]> {
    return this.select<[string, string]>(
      "people.findCuts",
      keys,
      (part) => `
        SELECT toString(key_a), toString(key_b) FROM identity_cut FINAL
        WHERE organisation_id = {organisationId:UUID} AND is_cut
          AND (key_a IN (${numberList("UInt128", part)}) OR key_b IN (${numberList("UInt128", part)}))`,
      { organisationId },
    );
  }

  /** Organisations that keep one of the keys apart from another for themselves. */
  async findCutOwners(keys: readonly string[]): Promise<readonly string[]> {
    const rows = await this.select<[string]>(
      "people.findCutOwners",
      keys,
      (part) => `
        SELECT DISTINCT toString(organisation_id) FROM identity_cut FINAL
        WHERE organisation_id != {cloud:UUID} AND is_cut
          AND (key_a IN (${numberList("UInt128", part)}) OR key_b IN (${numberList("UInt128", part)}))`,
      { cloud: CLOUD },
    );
    return rows.map(([id]) => id);
  }

  /** Stored reasons of links with their smaller end among the keys. */
  async findHolds(keys: readonly string[]): Promise<readonly (readonly [a: string, b: string, reason: HoldReason])[]> {
    return this.select<[string, string, HoldReason]>(
      "people.findHolds",
      keys,
      (part) => `
        SELECT toString(key_a), toString(key_b), toString(reason) FROM identity_link_hold FINAL
        WHERE key_a IN (${numberList("UInt128", part)}) AND reason != 'NONE'`,
    );
  }

  /** Where the touchpoints of these people are; a repeated insert counts once. */
  async findPlaces(ordinals: readonly number[]): Promise<readonly TouchpointPlace[]> {
    const rows = await this.select<[string, number, string, [number, number][], string]>(
      "people.findPlaces",
      ordinals,
      (part) => `
        SELECT toString(identity_key), ordinal, toString(uniqExact(source_id, toDate(occurred_at), event_id)), groupUniqArray((brand_id, category_id)), toString(toUnixTimestamp64Milli(min(occurred_at)))
        FROM touchpoint WHERE ordinal IN (${numberList("UInt32", part)}) GROUP BY identity_key, ordinal`,
    );
    return rows.map(([key, ordinal, touchpoints, brands, first]) => ({
      key,
      ordinal,
      touchpoints: Number(touchpoints),
      dated: brands.map(([brandId, categoryId]) => ({ brandId, categoryId, occurredAt: Number(first) })),
    }));
  }

  /** Sources among these with a link about one of the keys. */
  async findSourcesOf(keys: readonly string[], sourceIds: readonly number[]): Promise<readonly number[]> {
    if (sourceIds.length === 0) return [];
    const rows = await this.select<[number]>(
      "people.findSourcesOf",
      keys,
      (part) => `
        SELECT DISTINCT source_id FROM identity_link
        WHERE source_id IN {sourceIds:Array(UInt32)}
          AND (key_a IN (${numberList("UInt128", part)}) OR key_b IN (${numberList("UInt128", part)}))`,
      { sourceIds },
    );
    return [...new Set(rows.map(([id]) => id))];
  }

  private async select<Row>(
    place: string,
    numbers: readonly (string | number)[],
    sql: (part: readonly (string | number)[]) => string,
    params: Record<string, unknown> = {},
  ): Promise<Row[]> {
    const rows: Row[] = [];
    for (let from = 0; from < numbers.length; from += NUMBERS_PER_QUERY) {
      const answer = await this.clickhouse.query({
        query: tagged(place, sql(numbers.slice(from, from + NUMBERS_PER_QUERY))),
        query_params: params,
        format: "JSONCompactEachRow",
        // A few thousand keys in an order by key: here the set as a condition on the primary key pays.
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES, use_index_for_in_with_subqueries: 1 },
      });
      for (const row of await answer.json<Row>()) rows.push(row);
    }
    return rows;
  }
}
