import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { type Block, readNativeBlocks } from "../../platform/clickhouse/native-blocks";
import { pairList } from "../../platform/clickhouse/pair-list";
import { JobFailure } from "../../platform/jobs/job-run";
import type { StageRiseSql } from "../assets";
import { contactsFor } from "./contact-actions";
import { contactJourneys, MOST_CONTACTS, type UnconvertedJourneys } from "./contact-journeys";
import { contactLayout } from "./contact-layout";
import { MAX_DISTINCT_TOUCHES } from "./journey-limits";
import type { JourneyQuestion } from "./journey-question";
import { convertedSql, distinctTouchesSql, type NumberedTouches, unconvertedSql } from "./journey-sql";
import { TOUCH_COLUMNS, type Touch, touchKey } from "./touch";

const CONVERTED = {
  ordinal: "UInt32",
  /** Milliseconds since 1970. */
  converted: "Int64",
  /** First second of its hour and of its day in the zone. */
  hour: "UInt32",
  day: "UInt32",
  /** Minor units, net of refunds. */
  value: "Int64",
  is_foreign: "UInt8",
  /** How many were eligible, beyond the cap as well. */
  touches: "UInt32",
  numbers: "Array(UInt32)",
  ages: "Array(UInt32)",
} as const;
export type ConvertedBlock = Block<typeof CONVERTED>;

/** As {@link contactLayout} lays them. */
const CONTACTS = { contacts: "Array(UInt64)" } as const;

interface TouchRow extends Record<string, string | number | boolean> {
  readonly platform_code: string;
  readonly placement_id: string;
  readonly is_direct: boolean | number;
  readonly lookback_days: number;
  readonly hash: string;
  readonly contacts: number;
  readonly last_ordinal: number;
}

/** The touches of one question by number, and what statements need to number them. */
export interface TouchDictionary {
  readonly touches: readonly Touch[];
  readonly numbered: NumberedTouches;
}

/**
 * Reads journeys as numbers: first which touches there are, then conversions and the rest with the touches' numbers in them.
 * All of it is meant to run while people stand still (`StablePlane`).
 */
export class JourneyStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Numbered in the order of their names. */
  async readTouches(question: JourneyQuestion, signal?: AbortSignal): Promise<TouchDictionary> {
    const sql = distinctTouchesSql(question, pairsOf(question));
    const answer = await this.clickhouse.query({
      query: tagged("attribution.readTouches", sql),
      query_params: paramsOf(question),
      clickhouse_settings: sizedFor(sql),
      format: "JSONEachRow",
      ...(signal && { abort_signal: signal }),
    });
    const found = await answer.json<TouchRow>();
    const rows = found.map((row) => ({ touch: toTouch(row, question), hash: row.hash }));
    if (rows.length > MAX_DISTINCT_TOUCHES) {
      throw new JobFailure(
        "TOO_MANY_TOUCHES",
        `The dimensions must tell at most ${MAX_DISTINCT_TOUCHES} touches apart, but these tell more; leave out KEYWORD, CREATIVE or HOUR.`,
      );
    }
    rows.sort((a, b) => compareNames(a.touch, b.touch));
    return {
      touches: rows.map(({ touch }) => touch),
      numbered: {
        ...{ hashes: rows.map(({ hash }) => hash), lookbackDays: rows.map(({ touch }) => touch.lookbackDays) },
        contacts: found.reduce((sum, { contacts }) => sum + contacts, 0),
        lastOrdinal: found.reduce((last, { last_ordinal }) => Math.max(last, last_ordinal), 0),
      },
    };
  }

  /** Conversions in order of time. */
  readConverted(
    question: JourneyQuestion,
    touches: NumberedTouches,
    rises: StageRiseSql | null,
    signal?: AbortSignal,
  ): AsyncGenerator<ConvertedBlock> {
    const sql = convertedSql(question, partsOf(question, touches, rises));
    const params = { ...paramsOf(question), ...rises?.params };
    const settings = sizedFor(sql);
    return readNativeBlocks(this.clickhouse, {
      place: "attribution.readConverted",
      types: CONVERTED,
      ...{ sql, params, settings, signal },
    });
  }

  /** Journeys without a conversion: those of some people, then of others, as many as memory is meant for. */
  async *readUnconverted(
    question: JourneyQuestion,
    touches: NumberedTouches,
    rises: StageRiseSql | null,
    signal?: AbortSignal,
  ): AsyncGenerator<UnconvertedJourneys> {
    const layout = contactLayout(touches.hashes.length, touches.lastOrdinal, longestOf(question));
    const sql = unconvertedSql(question, partsOf(question, touches, rises), layout);
    const passes = Math.max(1, Math.ceil(Math.max(touches.contacts, touches.lastOrdinal) / MOST_CONTACTS));
    const contacts = Math.ceil(touches.contacts / passes);
    const expected = { contacts, people: Math.min(contacts, Math.ceil((touches.lastOrdinal + 1) / passes)) };
    for (let pass = 0; pass < passes; pass += 1) {
      const params = { ...paramsOf(question), ...rises?.params, passes, pass };
      const place = "attribution.readUnconverted";
      const read = { place, types: CONTACTS, sql, params, settings: sizedFor(sql), signal, isPassing: true };
      yield await contactJourneys(readNativeBlocks(this.clickhouse, read), touches, layout, expected);
    }
  }
}

const partsOf = (question: JourneyQuestion, touches: NumberedTouches, rises: StageRiseSql | null) => ({
  pairs: pairsOf(question),
  touches,
  rises: rises?.rises ?? null,
  standing: rises?.standing ?? null,
});

const pairsOf = ({ placements }: JourneyQuestion): string | null =>
  placements.length === 0 ? null : pairList(placements.map(({ platform, placement }) => [platform, placement]));

const DAY_MS = 86_400_000;

/** The oldest instant that is read. */
function originOf({ from, lookbackDays, lookbacks }: JourneyQuestion): Date {
  const days = Math.max(lookbackDays, ...lookbacks.map((lookback) => lookback.days));
  return new Date(from.getTime() - days * DAY_MS);
}

const longestOf = (question: JourneyQuestion): number => question.to.getTime() - originOf(question).getTime();

function paramsOf(question: JourneyQuestion): Record<string, unknown> {
  const { brandId, zone, currencyCode, campaignCodes, from, to, asOf, exposures, sourceIds, conversion } = question;
  const origin = originOf(question);
  return {
    ...{ brandId, zone, currencyCode, from, to, readBefore: asOf, origin },
    campaignCodes: [...campaignCodes],
    exposures: [...exposures],
    sourceIds: [...sourceIds],
    contactActions: [...contactsFor(conversion.action)],
  };
}

/** Room for parameters, which the statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;
const sizedFor = (sql: string): ClickHouseSettings => ({ max_query_size: String(sql.length + PARAMETERS_LENGTH) });

function toTouch(row: TouchRow, { dimensions }: JourneyQuestion): Touch {
  const touch: Record<string, string | number | boolean> = {
    ...{ platform: row.platform_code, placement: row.placement_id, isDirect: Boolean(row.is_direct) },
    ...{ lookbackDays: row.lookback_days, site: "", programme: "", creative: "", creator: "", keyword: "", hour: "" },
  };
  for (const dimension of dimensions) {
    const column = TOUCH_COLUMNS[dimension];
    if (column) touch[column.name] = row[`${column.name}_value`]!;
  }
  return touch as unknown as Touch;
}

function compareNames(a: Touch, b: Touch): number {
  const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
  return (
    order(a.platform, b.platform) ||
    order(a.placement, b.placement) ||
    order(touchKey(a), touchKey(b)) ||
    a.lookbackDays - b.lookbackDays
  );
}
