import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberSet } from "../../platform/clickhouse/number-list";
import type { RequestContext } from "../../platform/request-context";
import type { OverlayId } from "./people-overlay";
import { touchpointRelation, uploadRelation } from "./touchpoint-relation";

/** One value of one person from one source, at one instant. */
export interface AttributeFact {
  readonly attribute: string;
  readonly ordinal: number;
  readonly identityKey: string;
  /** Milliseconds since 1970. */
  readonly asOf: number;
  readonly value: string;
}

export interface AttributeCount {
  readonly state: "UNKNOWN" | "KNOWN" | "STALE";
  /** Empty unless KNOWN. */
  readonly value: string;
  /** Whom the brand met. */
  readonly people: bigint;
  /** Whether or not the brand met them. */
  readonly everybody: bigint;
  /** The same of all lines of the state, those that are not answered included. */
  readonly statePeople: bigint;
  readonly stateEverybody: bigint;
}

export interface DistributionRequest {
  readonly attribute: string;
  readonly brandId: number;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  /** The brand's people are those whom it met from here until `asOf`. */
  readonly from: Date;
  readonly asOf: Date;
  /** A newest value from before this instant is stale; null: none is. */
  readonly freshFrom: Date | null;
  /** Values answered, those of most people of the brand. */
  readonly maxValues: number;
}

/** Same name, same fact: what tells a value that is known from a new one. */
export const factName = ({ attribute, identityKey, asOf }: Omit<AttributeFact, "value" | "ordinal">): string =>
  `${attribute} ${identityKey} ${asOf}`;

/**
 * Instant, time of recording, source and 12 bits of the identity's key, for a person who has two, as one number: argMax by a
 * tuple of them took ten times as long (5 million people: 10 s and 0.8 s on a busy machine).
 */
export const NEWEST = `bitShiftLeft(toUInt128(toUnixTimestamp64Milli(as_of)), 86) + bitShiftLeft(toUInt128(toUnixTimestamp64Milli(recorded_at)), 44)
  + bitShiftLeft(toUInt128(source_id), 12) + toUInt16(identity_key % 4096)`;

export class AttributeValueStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** What the source said last at each of the facts' instants, by `factName`. */
  async findRecorded(
    context: RequestContext,
    sourceId: number,
    facts: readonly AttributeFact[],
  ): Promise<ReadonlyMap<string, string>> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "attributes.findRecorded",
        `SELECT attribute, toString(identity_key), toUnixTimestamp64Milli(as_of), argMax(value, recorded_at) FROM person_attribute
         WHERE organisation_id = {organisation:UUID} AND attribute IN {attributes:Array(String)} AND source_id = {source:UInt32}
           AND ordinal IN (${numberSet(facts.map(({ ordinal }) => ordinal))})
           AND toUnixTimestamp64Milli(as_of) IN (${numberSet(facts.map(({ asOf }) => asOf))})
         GROUP BY attribute, identity_key, as_of`,
      ),
      query_params: {
        organisation: context.organisationId,
        attributes: [...new Set(facts.map(({ attribute }) => attribute))],
        source: sourceId,
      },
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES },
    });
    const rows = await answer.json<[string, string, string, string]>();
    return new Map(
      rows.map(([attribute, identityKey, asOf, value]) => [
        factName({ attribute, identityKey, asOf: Number(asOf) }),
        value,
      ]),
    );
  }

  async insert(
    context: RequestContext,
    facts: readonly AttributeFact[],
    origin: { readonly sourceId: number; readonly runId: string },
  ): Promise<void> {
    if (facts.length === 0) return;
    const recordedAt = context.clock.now().getTime();
    await this.clickhouse.insert({
      table: "person_attribute",
      columns: [
        ...(["organisation_id", "attribute", "ordinal", "as_of"] as const),
        ...(["identity_key", "source_id", "value", "recorded_at", "run_id"] as const),
      ],
      format: "JSONCompactEachRow",
      values: facts.map(({ attribute, ordinal, asOf, identityKey, value }) => [
        ...[context.organisationId, attribute, ordinal, asOf, identityKey],
        ...[origin.sourceId, value, recordedAt, origin.runId],
      ]),
    });
  }

  /**
   * People by their value as of an instant: the newest one until it, of two from the same instant the one recorded last, of
   * two recorded at once the higher source's. Everybody whom the brand met or of whom the organisation recorded a value is in
   * exactly one line.
   */
  async countByValue(context: RequestContext, request: DistributionRequest): Promise<readonly AttributeCount[]> {
    const { overlayId } = request;
    const answer = await this.clickhouse.query({
      query: tagged(
        "attributes.countByValue",
        `SELECT state, value, people, everybody, sum(people) OVER (PARTITION BY state) AS state_people, sum(everybody) OVER (PARTITION BY state) AS state_everybody
         FROM (
           SELECT state, value, countIf(is_met) AS people, count() AS everybody
           FROM (
             SELECT ordinal, max(met) AS is_met, max(said) AS state, max(text) AS value
             FROM (
               SELECT DISTINCT ordinal, true AS met, 0 AS said, '' AS text FROM ${touchpointRelation(overlayId, "PRESENT")}
               WHERE brand_id = {brand:UInt32} AND source_id IN {sources:Array(UInt32)}
                 AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')
               UNION ALL
               SELECT ordinal, false, if(max(as_of) < fromUnixTimestamp64Milli({freshFrom:Int64}, 'UTC'), 2, 1) AS said,
                 if(said = 2, '', argMax(value, ${NEWEST}))
               FROM ${uploadRelation("person_attribute", overlayId)}
               WHERE organisation_id = {organisation:UUID} AND attribute = {attribute:String}
                 AND as_of <= fromUnixTimestamp64Milli({asOf:Int64}, 'UTC')
               GROUP BY ordinal
             )
             GROUP BY ordinal
           )
           GROUP BY state, value
         )
         ORDER BY state, people DESC, everybody DESC, value LIMIT {maxValues:UInt32} BY state`,
      ),
      query_params: {
        organisation: context.organisationId,
        attribute: request.attribute,
        brand: request.brandId,
        sources: request.sourceIds,
        from: request.from.getTime(),
        asOf: request.asOf.getTime(),
        freshFrom: request.freshFrom?.getTime() ?? 0,
        maxValues: request.maxValues,
      },
      format: "JSONCompactEachRow",
    });
    const rows = await answer.json<[number, string, string, string, string, string]>();
    return rows.map(([state, value, people, everybody, statePeople, stateEverybody]) => ({
      state: STATES[state]!,
      value,
      people: BigInt(people),
      everybody: BigInt(everybody),
      statePeople: BigInt(statePeople),
      stateEverybody: BigInt(stateEverybody),
    }));
  }
}

const STATES = ["UNKNOWN", "KNOWN", "STALE"] as const;
