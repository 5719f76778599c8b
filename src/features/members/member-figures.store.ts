import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { touchpointRelation } from "../people";
import { IS_OPEN, type MemberQuestion, memberParams, memberships, OF_MEMBERS } from "./membership-sql";

/** Members who are alike. */
export interface MemberCell {
  /** On which the present membership began. */
  readonly platform: string;
  /** Place of the age of the membership among `ageBounds`. */
  readonly age: number;
  readonly isActive: boolean;
  readonly people: bigint;
}

/** People by what a stretch of time did to them. */
export interface MemberFlow {
  readonly joined: bigint;
  readonly left: bigint;
}

export interface MemberPoint {
  readonly members: bigint;
  readonly active: bigint;
}

/** Of one brand in a window. */
export interface BrandGrowth {
  /** No members at its first instant who became members in it. */
  readonly joined: bigint;
  /** Those of them who had been members before. */
  readonly returned: bigint;
  /** At its end. */
  readonly members: bigint;
}

/** Days of membership from which an age begins. */
export const ageBounds = [0, 30, 90, 180, 365] as const;

const DAY_MS = 86_400_000;
const MILLI = (instant: string): string => `toUnixTimestamp64Milli(${instant})`;

/** Condition on touchpoints: the member did it. What is said of a membership itself is none, and seeing is not doing. */
const IS_ACTIVITY = `${OF_MEMBERS}
  AND action NOT IN ('IMPRESSION', 'MEMBER_JOIN', 'MEMBER_LEAVE', 'MEMBER_TIER', 'BENEFIT_ISSUE')`;

/** Beginnings (1) and ends (-1) of memberships as (brand_id, ordinal, at, change, number), `at` in milliseconds. */
const changes = (question: MemberQuestion): string => `
  SELECT brand_id, ordinal, ${MILLI("one.1")} AS at, one.2 AS change, number
  FROM (${memberships(question)}) ARRAY JOIN [(joined_at, toInt8(1)), (left_at, toInt8(-1))] AS one`;

/** Counts members; who is one follows from touchpoints before the question's `until`. */
export class MemberFiguresStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Everybody who is a member at `until`. Active: did something in the days before. */
  async countMembers(question: MemberQuestion, activeDays: number): Promise<readonly MemberCell[]> {
    const sql = `SELECT platform, age, is_active, toString(count())
      FROM (
        SELECT platform, length(arrayFilter(bound -> bound <= intDiv({at:Int64} - ${MILLI("joined_at")}, ${DAY_MS}), {ages:Array(Int64)})) - 1 AS age,
          ordinal GLOBAL IN (
            SELECT ordinal FROM ${touchpointRelation(question.overlayId, "PRESENT")}
            WHERE ${IS_ACTIVITY} AND ${MILLI("occurred_at")} >= {activeFrom:Int64}
          ) AS is_active
        FROM (${memberships(question)}) WHERE ${IS_OPEN}
      )
      GROUP BY platform, age, is_active`;
    const at = question.until.getTime();
    const params = { at, ages: [...ageBounds], activeFrom: at - activeDays * DAY_MS };
    const rows = await this.rows<[string, string, number, string]>("members.countMembers", sql, question, params);
    return rows.map(([platform, age, isActive, people]) => ({
      ...{ platform, age: Number(age), isActive: isActive === 1, people: BigInt(people) },
    }));
  }

  /**
   * By place of the stretch between two neighbouring bounds (milliseconds). Joined: no member at its beginning, and became one
   * in it; left: a member at its beginning or in it, and none at its end. So members at the end are those at the beginning and
   * joined less left.
   */
  async countFlows(question: MemberQuestion, bounds: readonly number[]): Promise<ReadonlyMap<number, MemberFlow>> {
    const sql = `SELECT stretch, toString(countIf(first_change = 1)), toString(countIf(last_change = -1))
      FROM (
        SELECT arrayCount(bound -> bound <= at, {bounds:Array(Int64)}) AS stretch, argMin(change, at) AS first_change, argMax(change, at) AS last_change
        FROM (${changes(question)}) WHERE at >= {from:Int64} AND at < {to:Int64}
        GROUP BY ordinal, stretch
      )
      GROUP BY stretch`;
    const params = { bounds: [...bounds], from: bounds[0], to: bounds.at(-1) };
    const rows = await this.rows<[string, string, string]>("members.countFlows", sql, question, params);
    return new Map(
      rows.map(([stretch, joined, left]) => [Number(stretch) - 1, { joined: BigInt(joined), left: BigInt(left) }]),
    );
  }

  /** By place of the instant (milliseconds, rising), where there is any member. */
  async countAt(
    question: MemberQuestion,
    instants: readonly number[],
    activeDays: number,
  ): Promise<ReadonlyMap<number, MemberPoint>> {
    const place = (time: string): string => `arrayCount(instant -> instant <= ${time}, {instants:Array(Int64)})`;
    const sql = `SELECT point, toString(bitmapCardinality(members)), toString(bitmapAndCardinality(members, active))
      FROM (
        SELECT point, groupBitmapStateIf(ordinal, NOT is_active) AS members, groupBitmapStateIf(ordinal, is_active) AS active
        FROM (
          SELECT ordinal, false AS is_active, arrayJoin(range(${place(MILLI("joined_at"))}, ${place(MILLI("left_at"))})) AS point
          FROM (${memberships(question)})
          UNION ALL
          SELECT ordinal, true, arrayJoin(range(since, until)) FROM (
            SELECT DISTINCT ordinal, ${place(MILLI("occurred_at"))} AS since, ${place(`${MILLI("occurred_at")} + {activeMs:Int64}`)} AS until
            FROM ${touchpointRelation(question.overlayId, "PRESENT")}
            WHERE ${IS_ACTIVITY} AND ${MILLI("occurred_at")} >= {activeFrom:Int64}
          )
        )
        GROUP BY point
      )`;
    const activeMs = activeDays * DAY_MS;
    const params = { instants: [...instants], activeMs, activeFrom: instants[0]! - activeMs };
    const rows = await this.rows<[string, string, string]>("members.countAt", sql, question, params);
    return new Map(
      rows.map(([point, members, active]) => [Number(point), { members: BigInt(members), active: BigInt(active) }]),
    );
  }

  /** By brand, where it had any member until the end of the window, which is the question's `until`. */
  async countGrowth(question: MemberQuestion, from: Date): Promise<ReadonlyMap<number, BrandGrowth>> {
    const sql = `SELECT brand_id, toString(countIf(first_change = 1)), toString(countIf(first_change = 1 AND first_number > 1)),
        toString(countIf(held = 1))
      FROM (
        SELECT brand_id, argMinIf(change, at, is_within) AS first_change, argMinIf(number, at, is_within) AS first_number, sum(change) AS held
        FROM (SELECT *, at >= {from:Int64} AS is_within FROM (${changes(question)}) WHERE at < {to:Int64})
        GROUP BY brand_id, ordinal
      )
      GROUP BY brand_id`;
    const params = { from: from.getTime(), to: question.until.getTime() };
    const rows = await this.rows<[number, string, string, string]>("members.countGrowth", sql, question, params);
    return new Map(
      rows.map(([brandId, joined, returned, members]) => [
        brandId,
        { joined: BigInt(joined), returned: BigInt(returned), members: BigInt(members) },
      ]),
    );
  }

  private async rows<Row>(
    place: string,
    sql: string,
    question: MemberQuestion,
    params: Record<string, unknown>,
  ): Promise<readonly Row[]> {
    const answer = await inTime(
      this.clickhouse.query({
        query: tagged(place, sql),
        query_params: { ...memberParams(question), ...params },
        format: "JSONCompactEachRow",
      }),
    );
    return inTime(answer.json<Row>());
  }
}
