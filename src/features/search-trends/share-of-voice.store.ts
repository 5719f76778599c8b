import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { type BrandWindow, IN_TIME, IS_CONTACT, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { type Days, dayNumbered, daysSinceEpoch } from "./days";
import { VOICE_ACTIONS, type Voice } from "./share-of-voice";

/** Whose voice is heard in a category. */
export interface VoiceQuestion {
  /** Its sources are read whatever brand their touchpoints are about. */
  readonly window: BrandWindow;
  /** The category and all below it. */
  readonly categoryIds: readonly number[];
  readonly brandIds: readonly number[];
  /** Of them, those whose touchpoints without a category are of it. */
  readonly primaryBrandIds: readonly number[];
}

type Row = [
  period: number,
  day: number,
  isWhole: number,
  own: string,
  ownSearches: string,
  total: string,
  ownPeople: string,
  rivalPeople: string,
  rivals: string,
];

export class ShareOfVoiceStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** Of each stretch, which do not overlap: every day with voice, and the whole of it. */
  async read(
    { window, categoryIds, brandIds, primaryBrandIds }: VoiceQuestion,
    periods: readonly Days[],
  ): Promise<readonly Voice[]> {
    const day = "toInt32(toDate(occurred_at, {zone:String}))";
    const isIn = periods.map(({ from, to }) => `day >= ${daysSinceEpoch(from)} AND day < ${daysSinceEpoch(to)}`);
    const sql = `SELECT period, day, grouping(day), toString(countIf(is_own)), toString(countIf(is_own AND action = 'SEARCH')), toString(count()),
        toString(uniqExactIf(ordinal, is_own)), toString(uniqExactIf(ordinal, NOT is_own)), toString(uniqExactIf(brand_id, NOT is_own))
      FROM (
        SELECT ${day} AS day, toUInt8(indexOf([${isIn.join(", ")}], true)) AS period, brand_id = {brandId:UInt32} AS is_own, ordinal, brand_id, action
        FROM ${touchpointRelation(window.overlayId, "COUNTED")}
        WHERE brand_id IN {brandIds:Array(UInt32)} AND action IN {actions:Array(String)} AND ${IN_TIME} AND ${IS_CONTACT}
          AND (category_id IN {categoryIds:Array(UInt32)} OR (category_id = 0 AND brand_id IN {primaryBrandIds:Array(UInt32)}))
      )
      WHERE period > 0
      GROUP BY GROUPING SETS ((period, day), (period))`;
    const answer = this.queries.query({
      query: tagged("shareOfVoice.read", sql),
      query_params: {
        ...windowParams(window),
        zone: window.zone,
        brandIds: [...brandIds],
        primaryBrandIds: [...primaryBrandIds],
        categoryIds: [...categoryIds],
        actions: [...VOICE_ACTIONS],
      },
      format: "JSONCompactEachRow",
    });
    const rows = await inTime(answer.then((read) => read.json<Row>()));
    return rows.map(([period, dayNumber, isWhole, own, ownSearches, total, ownPeople, rivalPeople, rivals]) => ({
      period: period - 1,
      day: isWhole === 1 ? null : dayNumbered(dayNumber),
      own: BigInt(own),
      ownSearches: BigInt(ownSearches),
      total: BigInt(total),
      ownPeople: BigInt(ownPeople),
      rivalPeople: BigInt(rivalPeople),
      rivals: Number(rivals),
    }));
  }
}
