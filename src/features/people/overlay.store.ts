import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Mutations } from "../../platform/clickhouse/mutations";
import { MAX_LIST_QUERY_BYTES, numberTable } from "../../platform/clickhouse/number-list";
import { CLOUD } from "./people-graph.store";

/** A private link between two people of the cloud, and the identities that it is about. */
export interface PeopleLink {
  readonly keys: readonly [string, string];
  readonly ordinals: readonly [number, number];
  readonly at: number;
}

const ALIASES_PER_INSERT = 500_000;

/** Whom an organisation's private links join, as rows of `person_alias`. */
export class OverlayStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly mutations: Mutations,
  ) {}

  /** What the sources linked that is not one person of the cloud. */
  async findLinks(sourceIds: readonly number[]): Promise<readonly PeopleLink[]> {
    return (await this.pairs("people.findPrivateLinks", LINKS, { sourceIds })).map(([a, b, one, other, at]) => ({
      keys: [a, b],
      ordinals: [one, other],
      at: Number(at),
    }));
  }

  /** People whom the organisation keeps apart. */
  async findCuts(organisationId: string): Promise<readonly (readonly [number, number])[]> {
    return (await this.pairs("people.findPrivateCuts", CUTS, { organisationId })).map(([, , one, other]) => [
      one,
      other,
    ]);
  }

  /** Nobody reads the rows until PostgreSQL names `overlayId`. */
  async insert(overlayId: string, aliases: ReadonlyMap<number, number>, at: Date): Promise<void> {
    const rows = [...aliases];
    for (let from = 0; from < rows.length; from += ALIASES_PER_INSERT) {
      const part = rows.slice(from, from + ALIASES_PER_INSERT);
      const table = numberTable({
        member: ["UInt32", part.map(([ordinal]) => ordinal)],
        person: ["UInt32", part.map(([, representative]) => representative)],
      });
      await this.clickhouse.command({
        query: tagged(
          "people.insertOverlay",
          `INSERT INTO person_alias SELECT {overlayId:UUID}, member, person, {at:DateTime64(3, 'UTC')} FROM (${table})`,
        ),
        query_params: { overlayId, at },
        clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
      });
    }
  }

  /** Drops overlays that were made before `before` and are none of these. */
  async sweep(read: readonly string[], before: Date): Promise<void> {
    await this.mutations.run({
      place: "people.sweepOverlays",
      table: "person_alias",
      statement: (rows) =>
        `DELETE FROM ${rows} WHERE overlay_id NOT IN {kept:Array(UUID)} AND settled_at < {before:DateTime64(3, 'UTC')}`,
      params: { kept: [CLOUD, ...read], before },
    });
  }

  /** Whom numbers stand for under an overlay, or, under the cloud's own, since they were retired. */
  async findAliases(overlayId: string): Promise<ReadonlyMap<number, number>> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "people.findAliases",
        "SELECT ordinal, representative FROM person_alias FINAL WHERE overlay_id = {overlayId:UUID}",
      ),
      query_params: { overlayId },
      format: "JSONCompactEachRow",
    });
    return new Map(await answer.json<[number, number]>());
  }

  private async pairs(
    place: string,
    pairs: string,
    params: Record<string, unknown>,
  ): Promise<[string, string, number, number, string][]> {
    const answer = await this.clickhouse.query({
      query: tagged(place, withPeople(pairs)),
      query_params: params,
      format: "JSONCompactEachRow",
    });
    return answer.json<[string, string, number, number, string]>();
  }
}

const LINKS = `SELECT least(key_a, key_b) AS a, greatest(key_a, key_b) AS b, min(toUnixTimestamp64Milli(linked_at)) AS at
  FROM identity_link WHERE source_id IN {sourceIds:Array(UInt32)} AND key_a != key_b GROUP BY a, b`;

const CUTS = `SELECT key_a AS a, key_b AS b, 0 AS at
  FROM identity_cut FINAL WHERE organisation_id = {organisationId:UUID} AND is_cut`;

/** Pairs of identities (a, b, at) with their people now, where those are two. */
const withPeople = (pairs: string): string => `
  WITH pair AS (${pairs}),
    person AS (SELECT key, argMax(ordinal, version) AS ordinal FROM identity
      WHERE key GLOBAL IN (SELECT arrayJoin([a, b]) FROM pair) GROUP BY key)
  SELECT toString(pair.a), toString(pair.b), one.ordinal, other.ordinal, toString(pair.at)
  FROM pair INNER JOIN person AS one ON one.key = pair.a INNER JOIN person AS other ON other.key = pair.b
  WHERE one.ordinal != other.ordinal`;
