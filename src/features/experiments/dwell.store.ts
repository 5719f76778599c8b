import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { type BrandWindow, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { MAX_DWELL_LINES, type StaySums } from "./dwell";

export interface DwellQuestion {
  readonly before: BrandWindow;
  readonly after: BrandWindow;
  readonly capPercentile: number;
}

export interface DwellAnswer {
  /** In seconds; null where nobody stayed. */
  readonly cap: number | null;
  readonly sums: readonly StaySums[];
}

const WINDOWS = ["BEFORE", "AFTER"] as const;
type SumsRow = [string, string, number, number, number, number, number, number];

export class DwellStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Stays of both windows, the second after the first, under one cap: a percentile of all of them together. */
  async read({ before, after, capPercentile }: DwellQuestion): Promise<DwellAnswer> {
    const both = {
      ...before,
      to: after.to,
    };
    const [row] = await this.rows<[number | null]>(
      "experiments.findDwellCap",
      `SELECT if(count() = 0, NULL, quantileExact(${capPercentile / 100})(duration_seconds))
       FROM ${staysOf(before)} AND ((occurred_at >= {beforeFrom:DateTime64(3, 'UTC')} AND occurred_at < {beforeTo:DateTime64(3, 'UTC')})
         OR (occurred_at >= {afterFrom:DateTime64(3, 'UTC')} AND occurred_at < {afterTo:DateTime64(3, 'UTC')}))`,
      { ...windowParams(both), beforeFrom: before.from, beforeTo: before.to, afterFrom: after.from, afterTo: after.to },
    );
    const cap = row![0];
    if (cap === null) return { cap, sums: [] };
    const sums = await Promise.all(
      [before, after].map(async (window, index) => {
        const found = await this.rows<SumsRow>("experiments.sumStays", sumsSql(window, cap), windowParams(window));
        return found.map(([creative, landingPage, people, stays, seconds, secondsSquares, staysSquares, products]) => ({
          ...{ creative, landingPage, window: WINDOWS[index]!, people, stays },
          ...{ seconds, secondsSquares, staysSquares, products },
        }));
      }),
    );
    return { cap, sums: sums.flat() };
  }

  private rows<Row>(place: string, sql: string, params: Record<string, unknown>): Promise<Row[]> {
    const asked = this.queries.query({ query: tagged(place, sql), query_params: params, format: "JSONCompactEachRow" });
    return inTime(asked.then((answer) => answer.json<Row>()));
  }
}

const staysOf = ({ overlayId }: BrandWindow): string =>
  `${touchpointRelation(overlayId, "COUNTED")} WHERE ${IN_TIME} AND ${OF_BRAND} AND ${IS_CONTACT} AND duration_seconds > 0`;

const sumsSql = (window: BrandWindow, cap: number): string => `
  SELECT creative, landing_page, toFloat64(count()), toFloat64(sum(stays)), sum(seconds), sum(seconds * seconds),
    sum(toFloat64(stays) * stays), sum(seconds * stays)
  FROM (
    SELECT ordinal, creative, landing_page, count() AS stays, toFloat64(sum(least(duration_seconds, ${cap}))) AS seconds
    FROM ${staysOf(window)}
    GROUP BY ordinal, creative, landing_page
  )
  GROUP BY creative, landing_page
  ORDER BY sum(stays) DESC, creative, landing_page
  LIMIT ${MAX_DWELL_LINES}`;
