import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import type { HistoryForecasts } from "../../engines/customer-value/forecast-histories";
import type { GammaGammaModel } from "../../engines/customer-value/gamma-gamma";
import type { HistoryCounts } from "../../engines/customer-value/purchase-history";
import type { TierBounds } from "../../engines/customer-value/value-tiers";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { insertRows } from "../../platform/clickhouse/insert-rows";
import { historiesSql, type PurchaseQuery, purchaseParams } from "./purchase-sql";
import type { ScoringReport, ValueGroup } from "./value-scoring";

/** Quantiles of type 7 by their share. */
export type Quantile = (share: number) => number;

interface GroupRow {
  readonly place: number;
  readonly people: string;
  readonly worth: string;
  readonly past: string;
  readonly alive: number;
}

const NOBODY: ValueGroup = { people: 0n, worth: 0n, past: 0n, alive: 0 };
const FIGURES =
  "toString(count()) AS people, toString(sum(value_minor)) AS worth, toString(sum(past_minor)) AS past, sum(toFloat64(alive)) AS alive";
const OF_SCORING = "FROM customer_value WHERE scoring_id = {scoringId:UUID}";
const RANK = (column: string): string =>
  `toFloat64(rank() OVER (ORDER BY ${column})) + (count() OVER (PARTITION BY ${column}) - 1) / 2`;
/** A tier's place by bounds that are parameters `high` and `mid`. */
export const TIER_PLACE = "multiIf(value_minor >= {high:Int64}, 0, value_minor >= {mid:Int64}, 1, 2)";
const QUADRANT_PLACE = "2 * (past_minor <= {pastMedian:Int64}) + (value_minor <= {worthMedian:Int64})";

/** What customers are worth, one by one. Rows of a scoring are written once, before anybody can know its id. */
export class CustomerValueStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** What a model expects of each distinct history; `insertValues` joins people to it. */
  async insertForecasts(
    scoringId: string,
    { repeatPurchases, lastPurchase, age }: HistoryCounts<"DAY">,
    { purchases, alive }: HistoryForecasts,
  ): Promise<void> {
    await insertRows(this.clickhouse, {
      place: "customerValue.insertForecasts",
      table: "purchase_forecast",
      queryId: `purchase-forecast-${scoringId}`,
      columns: ["repeat_purchases", "last_purchase", "age", "purchases", "alive"],
      rows: Array.from({ length: age.length }, (_, row) => row),
      write: (to, row) => {
        to.uint32(repeatPurchases[row]!);
        to.uint32(lastPurchase[row]!);
        to.uint32(age[row]!);
        to.float64(purchases[row]!);
        to.float64(alive[row]!);
      },
      shared: { columns: ["scoring_id"], write: (to) => to.uuid(scoringId) },
    });
  }

  /** A value is the expected purchases times the expected spend, rounded half up to minor units. Answers how many people there are. */
  async insertValues(scoringId: string, query: PurchaseQuery, { p, q, v }: GammaGammaModel): Promise<bigint> {
    await this.clickhouse.command({
      query: tagged(
        "customerValue.insertValues",
        `INSERT INTO customer_value (scoring_id, value_minor, ordinal, past_minor, alive)
         SELECT {scoringId:UUID},
           toInt64(floor(purchases * {p:Float64} * ({v:Float64} + total) / ({p:Float64} * spends + {q:Float64} - 1) + 0.5)),
           ordinal, past, alive
         FROM (${historiesSql(query)}) AS history
         INNER JOIN (
           SELECT repeat_purchases, last_purchase, age, purchases, alive FROM purchase_forecast WHERE scoring_id = {scoringId:UUID}
         ) AS forecast USING (repeat_purchases, last_purchase, age)`,
      ),
      query_params: { ...purchaseParams(query), scoringId, p, q, v },
    });
    const [row] = await this.read<{ people: string }>(
      "customerValue.countValues",
      `SELECT toString(count()) AS people ${OF_SCORING}`,
      { scoringId },
    );
    return BigInt(row!.people);
  }

  /** Of somebody; a scoring of nobody has none. */
  async findQuantiles(
    scoringId: string,
    shares: readonly number[],
  ): Promise<{ readonly worth: Quantile; readonly past: Quantile }> {
    const levels = [...new Set(shares)];
    const quantiles = `quantilesExactInclusive(${levels.join(", ")})`;
    const [row] = await this.read<{ worth: number[]; past: number[] }>(
      "customerValue.findQuantiles",
      `SELECT ${quantiles}(value_minor) AS worth, ${quantiles}(past_minor) AS past ${OF_SCORING}`,
      { scoringId },
    );
    const at =
      (values: readonly number[]): Quantile =>
      (share) =>
        values[levels.indexOf(share)]!;
    return { worth: at(row!.worth), past: at(row!.past) };
  }

  async summarise(
    scoringId: string,
    { bounds, medians }: Pick<ScoringReport, "bounds" | "medians">,
  ): Promise<Pick<ScoringReport, "tiers" | "aliveTenths" | "quadrants" | "rankCorrelation">> {
    const [tiers, quadrants, tenths, [ranks]] = await Promise.all([
      this.read<GroupRow>(
        "customerValue.sumTiers",
        `SELECT toUInt8(${TIER_PLACE}) AS place, ${FIGURES} ${OF_SCORING} GROUP BY place`,
        { scoringId, high: String(bounds.high), mid: String(bounds.mid) },
      ),
      this.read<GroupRow>(
        "customerValue.sumQuadrants",
        `SELECT toUInt8(${QUADRANT_PLACE}) AS place, ${FIGURES} ${OF_SCORING} GROUP BY place`,
        { scoringId, pastMedian: String(medians.past), worthMedian: String(medians.worth) },
      ),
      this.read<{ place: number; people: string }>(
        "customerValue.countAlive",
        `SELECT toUInt8(least(floor(alive * 10), 9)) AS place, toString(count()) AS people ${OF_SCORING} GROUP BY place`,
        { scoringId },
      ),
      this.read<{ correlation: number | null }>(
        "customerValue.correlateRanks",
        `SELECT corr(past_rank, worth_rank) AS correlation
         FROM (SELECT ${RANK("past_minor")} AS past_rank, ${RANK("value_minor")} AS worth_rank ${OF_SCORING})`,
        { scoringId },
      ),
    ]);
    const correlation = ranks!.correlation;
    return {
      tiers: groupsOf(tiers, 3),
      quadrants: groupsOf(quadrants, 4),
      aliveTenths: Array.from({ length: 10 }, (_, tenth) =>
        BigInt(tenths.find(({ place }) => place === tenth)?.people ?? 0),
      ),
      rankCorrelation: correlation !== null && Number.isFinite(correlation) ? correlation : null,
    };
  }

  /** By scoring and tier, by one set of bounds: everybody, and of them those who were scored by `cohortId`. */
  async sumSeries(
    scoringIds: readonly string[],
    bounds: TierBounds,
    cohortId: string,
  ): Promise<
    ReadonlyMap<string, { readonly population: readonly ValueGroup[]; readonly cohort: readonly ValueGroup[] }>
  > {
    const rows = await this.read<GroupRow & { id: string; cohortPeople: string; cohortWorth: string }>(
      "customerValue.sumSeries",
      `SELECT toString(scoring_id) AS id, toUInt8(${TIER_PLACE}) AS place, ${FIGURES},
         toString(countIf(is_cohort)) AS cohortPeople, toString(sumIf(value_minor, is_cohort)) AS cohortWorth
       FROM (
         SELECT *, ordinal GLOBAL IN (SELECT ordinal FROM customer_value WHERE scoring_id = {cohortId:UUID}) AS is_cohort
         FROM customer_value WHERE scoring_id IN {scoringIds:Array(UUID)}
       )
       GROUP BY id, place`,
      { scoringIds: [...scoringIds], cohortId, high: String(bounds.high), mid: String(bounds.mid) },
    );
    return new Map(
      scoringIds.map((scoringId) => {
        const own = rows.filter(({ id }) => id === scoringId);
        const cohort = own.map((row) => ({
          ...row,
          people: row.cohortPeople,
          worth: row.cohortWorth,
          past: "0",
          alive: 0,
        }));
        return [scoringId, { population: groupsOf(own, 3), cohort: groupsOf(cohort, 3) }] as const;
      }),
    );
  }

  /** Whose values lie in any of the tiers and any of the quadrants, by their places; null: in whatever one. */
  async findPeople(
    scoringId: string,
    { bounds, medians }: Pick<ScoringReport, "bounds" | "medians">,
    { tiers, quadrants }: { readonly tiers: readonly number[] | null; readonly quadrants: readonly number[] | null },
  ): Promise<readonly RoaringBitmap32[]> {
    const where = [
      ...(tiers ? [`AND ${TIER_PLACE} IN {tiers:Array(UInt8)}`] : []),
      ...(quadrants ? [`AND ${QUADRANT_PLACE} IN {quadrants:Array(UInt8)}`] : []),
    ];
    return readBitmaps(
      this.clickhouse,
      "customerValue.findPeople",
      `SELECT groupBitmapState(ordinal) ${OF_SCORING} ${where.join(" ")}`,
      {
        scoringId,
        ...(tiers && { tiers: [...tiers], high: String(bounds.high), mid: String(bounds.mid) }),
        ...(quadrants && {
          ...{ quadrants: [...quadrants], pastMedian: String(medians.past), worthMedian: String(medians.worth) },
        }),
      },
    );
  }

  private async read<Row>(place: string, sql: string, params: Record<string, unknown>): Promise<readonly Row[]> {
    const answer = await this.clickhouse.query({
      query: tagged(place, sql),
      query_params: params,
      format: "JSONEachRow",
    });
    return answer.json<Row>();
  }
}

const groupsOf = (rows: readonly GroupRow[], size: number): readonly ValueGroup[] =>
  Array.from({ length: size }, (_, place) => {
    const row = rows.find((one) => one.place === place);
    if (!row) return NOBODY;
    return { people: BigInt(row.people), worth: BigInt(row.worth), past: BigInt(row.past), alive: row.alive };
  });
