import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { pairList } from "../../platform/clickhouse/pair-list";
import { touchpointRelation } from "../people";
import type { BrandWindow } from "./brand-window";
import { IN_TIME, IS_CONTACT, windowParams } from "./brand-window-sql";
import type { ExposureFilter } from "./exposure-filter";
import { exposureFilterSql } from "./exposure-filter-sql";
import type { ExposureDimension, ExposureLine, ExposureTotals } from "./exposure-report";

/** Platform and code of a touchpoint's line. An app placement is one of its platform; a creative may run on several. */
const KEYS: Readonly<Record<ExposureDimension, readonly [platform: string, code: string]>> = {
  PLATFORM: ["toString(platform)", "''"],
  CAMPAIGN: ["''", "campaign"],
  PLATFORM_AND_CAMPAIGN: ["toString(platform)", "campaign"],
  APP_PLACEMENT: ["toString(platform)", "app_placement"],
  CREATIVE: ["''", "creative"],
};

const impressionsSql = ({ overlayId }: BrandWindow, by: ExposureDimension, isMeant: string): string => `
  SELECT ${KEYS[by][0]} AS line_platform, ${KEYS[by][1]} AS line_code, ordinal
  FROM ${touchpointRelation(overlayId, "COUNTED")}
  WHERE ${isMeant} AND action = 'IMPRESSION' AND ${IN_TIME} AND ${IS_CONTACT}`;

interface LineRow {
  readonly platform: string;
  readonly code: string;
  readonly impressions: string;
  readonly reach: string;
}

interface TotalsRow {
  readonly impressions: string;
  readonly reach: string;
  readonly restImpressions: string;
  readonly restReach: string;
  readonly restLines: string;
}

export class ExposureStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** The lines of most people, at most `most`. */
  async findLines(
    window: BrandWindow,
    by: ExposureDimension,
    filter: ExposureFilter,
    most: number,
  ): Promise<readonly ExposureLine[]> {
    const { sql, params } = exposureFilterSql(filter);
    const rows = await this.select<LineRow>(
      "journeys.findExposureLines",
      `SELECT line_platform AS platform, line_code AS code, toString(count()) AS impressions, toString(groupBitmap(ordinal)) AS reach
       FROM (${impressionsSql(window, by, sql)})
       GROUP BY line_platform, line_code
       ORDER BY groupBitmap(ordinal) DESC, platform, code LIMIT {most:UInt32}`,
      { ...windowParams(window), ...params, most },
    );
    return rows.map(({ platform, code, impressions, reach }) => ({
      platform,
      code,
      impressions: BigInt(impressions),
      reach: BigInt(reach),
    }));
  }

  /** Everything together, and what is in none of `lines`. */
  async findTotals(
    window: BrandWindow,
    by: ExposureDimension,
    filter: ExposureFilter,
    lines: readonly ExposureLine[],
  ): Promise<ExposureTotals> {
    const { sql, params } = exposureFilterSql(filter);
    const listed = pairList(lines.map(({ platform, code }) => [platform, code]));
    const [row] = await this.select<TotalsRow>(
      "journeys.findExposureTotals",
      `SELECT toString(count()) AS impressions, toString(groupBitmap(ordinal)) AS reach,
         toString(countIf(is_rest)) AS restImpressions, toString(groupBitmapIf(ordinal, is_rest)) AS restReach,
         toString(uniqExactIf((line_platform, line_code), is_rest)) AS restLines
       FROM (SELECT *, (line_platform, line_code) NOT IN ${listed} AS is_rest FROM (${impressionsSql(window, by, sql)}))`,
      { ...windowParams(window), ...params },
    );
    const { impressions, reach, restImpressions, restReach, restLines } = row!;
    return {
      total: { impressions: BigInt(impressions), reach: BigInt(reach) },
      rest: { impressions: BigInt(restImpressions), reach: BigInt(restReach), lines: BigInt(restLines) },
    };
  }

  private async select<Row>(place: string, sql: string, params: Record<string, unknown>): Promise<readonly Row[]> {
    const query = tagged(place, sql);
    const answer = await this.clickhouse.query({
      query,
      query_params: params,
      clickhouse_settings: { max_query_size: String(query.length + PARAMETERS_LENGTH) },
      format: "JSONEachRow",
    });
    return answer.json<Row>();
  }
}

/** Room for parameters, which a statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;
