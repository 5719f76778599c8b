import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import type { OverlayId } from "./people-overlay";

/** Numbers in one look-up: a list of this length is 1 MB of query text. */
const PER_QUERY = 50_000;

/** Stored keys and the people behind them, as a reader with an overlay sees them. */
export class PeopleKeyStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Whose identities these are now, in the cloud. */
  findOrdinals(keys: readonly string[]): Promise<readonly (readonly [key: string, ordinal: number])[]> {
    return this.inParts(
      "peopleKeys.findOrdinals",
      keys,
      (part) => `SELECT toString(key), argMax(ordinal, version) FROM identity
        WHERE ${numberIn("key", "UInt128", part)} GROUP BY key`,
    );
  }

  /** Identities that are these people's now, in the cloud. */
  findKeys(ordinals: readonly number[]): Promise<readonly (readonly [key: string, ordinal: number])[]> {
    return this.inParts(
      "peopleKeys.findKeys",
      ordinals,
      (part) => `SELECT toString(key), person FROM (
          SELECT key, argMax(ordinal, version) AS person FROM identity
          WHERE key GLOBAL IN (SELECT key FROM identity WHERE ${numberIn("ordinal", "UInt32", part)}) GROUP BY key
        ) WHERE ${numberIn("person", "UInt32", part)}`,
    );
  }

  /** Whom the overlay makes of people of the cloud, where it makes others of them. */
  findRepresentatives(
    overlayId: OverlayId,
    ordinals: readonly number[],
  ): Promise<readonly (readonly [ordinal: number, representative: number])[]> {
    return this.aliases(overlayId, "peopleKeys.findRepresentatives", "ordinal", ordinals);
  }

  /** The people of the cloud whom the overlay makes these of. */
  findParts(
    overlayId: OverlayId,
    representatives: readonly number[],
  ): Promise<readonly (readonly [ordinal: number, representative: number])[]> {
    return this.aliases(overlayId, "peopleKeys.findParts", "representative", representatives);
  }

  private async aliases(
    overlayId: OverlayId,
    place: string,
    column: "ordinal" | "representative",
    ordinals: readonly number[],
  ): Promise<readonly (readonly [number, number])[]> {
    if (overlayId === null) return [];
    const sqlOf = (part: readonly number[]): string =>
      `SELECT DISTINCT ordinal, representative FROM person_alias
       WHERE overlay_id = {overlayId:UUID} AND ${numberIn(column, "UInt32", part)}`;
    return this.inParts(place, ordinals, sqlOf, { overlayId });
  }

  private async inParts<Value extends string | number, Row>(
    place: string,
    values: readonly Value[],
    sqlOf: (part: readonly Value[]) => string,
    params: Record<string, unknown> = {},
  ): Promise<readonly Row[]> {
    const found: Row[] = [];
    for (let from = 0; from < values.length; from += PER_QUERY) {
      const answer = await this.clickhouse.query({
        query: tagged(place, sqlOf(values.slice(from, from + PER_QUERY))),
        query_params: params,
        format: "JSONCompactEachRow",
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
      });
      found.push(...(await answer.json<Row>()));
    }
    return found;
  }
}
