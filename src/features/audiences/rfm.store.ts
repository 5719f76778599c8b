import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import type { CustomerQuery } from "./rfm-query";
import { customersParams, customersSql } from "./rfm-sql";

/** The four cuts of each axis, upwards; an axis of which nobody has a value has none. */
export interface RfmCuts {
  readonly recency: readonly number[] | null;
  readonly frequency: readonly number[] | null;
  readonly monetary: readonly number[] | null;
}

/** Above the first and at most the second; null: no such end. */
export interface RfmBounds {
  readonly axis: keyof RfmCuts;
  readonly above: number | null;
  readonly upTo: number | null;
}

const QUINTILES = "quantilesExactInclusiveIf(0.2, 0.4, 0.6, 0.8)";

export class RfmStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Quantiles of type 7 over all customers of the query. */
  async findCuts(query: CustomerQuery): Promise<RfmCuts> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "audiences.findRfmCuts",
        `SELECT ${QUINTILES}(toFloat64(recency), true) AS recency, ${QUINTILES}(toFloat64(frequency), true) AS frequency,
           ${QUINTILES}(toFloat64(assumeNotNull(monetary)), monetary IS NOT NULL) AS monetary
         FROM (${customersSql(query)})`,
      ),
      query_params: customersParams(query),
      format: "JSONEachRow",
    });
    const [row] = await answer.json<Record<keyof RfmCuts, readonly (number | null)[]>>();
    return { recency: known(row!.recency), frequency: known(row!.frequency), monetary: known(row!.monetary) };
  }

  /** Customers with every value within its bounds. */
  async findWithin(query: CustomerQuery, bounds: readonly RfmBounds[]): Promise<RoaringBitmap32> {
    const within = bounds.flatMap(({ axis, above, upTo }) => [
      `${axis} IS NOT NULL`,
      ...(above === null ? [] : [`${axis} > {${axis}Above:Float64}`]),
      ...(upTo === null ? [] : [`${axis} <= {${axis}UpTo:Float64}`]),
    ]);
    const ends = Object.fromEntries(
      bounds.flatMap(({ axis, above, upTo }) => [
        [`${axis}Above`, above],
        [`${axis}UpTo`, upTo],
      ]),
    );
    const [people] = await readBitmaps(
      this.clickhouse,
      "audiences.findRfm",
      `SELECT groupBitmapState(ordinal) FROM (${customersSql(query)}) WHERE ${within.join(" AND ")}`,
      { ...customersParams(query), ...ends },
    );
    return people ?? new RoaringBitmap32();
  }
}

/** ClickHouse answers quantiles of nothing with what JSON writes as null. */
const known = (cuts: readonly (number | null)[]): readonly number[] | null =>
  cuts.every((cut) => cut !== null) ? cuts : null;
