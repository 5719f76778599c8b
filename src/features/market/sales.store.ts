import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { type SalesQuestion, salesStatement } from "./sales-statement";

/** Sums of one brand in one period; brand 0: of all brands, where only `buyers` means something. */
export interface SalesRow {
  readonly brandId: number;
  /** 0: the window. */
  readonly year: number;
  readonly buyers: bigint;
  readonly repeatBuyers: bigint;
  readonly orders: bigint;
  readonly ordersWithoutValue: bigint;
  readonly units: bigint;
  readonly gmvMinor: bigint;
}

type Text<Row> = { readonly [Name in keyof Row]: Row[Name] extends bigint ? string : Row[Name] };

export class SalesStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** In no order; a brand without a net order in a period has no row. */
  async read(question: SalesQuestion): Promise<readonly SalesRow[]> {
    const { sql, params } = salesStatement(question);
    const answer = await this.clickhouse.query({
      query: tagged("market.readSales", sql),
      query_params: params,
      format: "JSONEachRow",
    });
    return (await answer.json<Text<SalesRow>>()).map(({ brandId, year, ...sums }) => ({
      brandId,
      year,
      buyers: BigInt(sums.buyers),
      repeatBuyers: BigInt(sums.repeatBuyers),
      orders: BigInt(sums.orders),
      ordersWithoutValue: BigInt(sums.ordersWithoutValue),
      units: BigInt(sums.units),
      gmvMinor: BigInt(sums.gmvMinor),
    }));
  }
}
