import type { ClickHouseClient } from "@clickhouse/client";
import type { SpendCounts } from "../../engines/customer-value/gamma-gamma";
import type { HistoryCounts } from "../../engines/customer-value/purchase-history";
import { tagged } from "../../platform/clickhouse/client";
import { historiesSql, type PurchaseQuery, purchaseParams } from "./purchase-sql";

/** Histories with what their people bought after the observed days. */
export interface LaterPurchases extends HistoryCounts<"DAY"> {
  /** Repeat purchases of a known worth, each, and their worth in minor units, together. */
  readonly spends: ArrayLike<number>;
  readonly total: ArrayLike<number>;
  /** Purchases later, each, and their worth, together. */
  readonly later: ArrayLike<number>;
  readonly laterPaid: ArrayLike<number>;
}

/** Facts of all customers that no distinct history tells. */
export interface CustomerFacts {
  /** Pearson's correlation of spends and their mean worth; null where one of them never differs. */
  readonly frequencySpendCorrelation: number | null;
  /** Repeat purchases without a known worth above 0. */
  readonly purchasesWithoutWorth: number;
}

/** Reads customers as distinct histories with counts: the fit's time then grows with days, not with people. Rows come in one order. */
export class HistoryStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async findHistories(query: PurchaseQuery): Promise<HistoryCounts<"DAY">> {
    const [repeatPurchases, lastPurchase, age, people] = await this.readColumns(
      "customerValue.findHistories",
      `SELECT repeat_purchases, last_purchase, age, toFloat64(count()) FROM (${historiesSql(query)})
       GROUP BY repeat_purchases, last_purchase, age ORDER BY repeat_purchases, last_purchase, age`,
      query,
      ["UInt32", "UInt32", "UInt32", "Float64"],
    );
    return { unit: "DAY", repeatPurchases: repeatPurchases!, lastPurchase: lastPurchase!, age: age!, people: people! };
  }

  /** Of people with a repeat purchase of a known worth; worth in minor units. */
  async findSpends(query: PurchaseQuery): Promise<SpendCounts> {
    const [purchases, total, people] = await this.readColumns(
      "customerValue.findSpends",
      `SELECT spends, toFloat64(total) AS total, toFloat64(count()) FROM (${historiesSql(query)})
       WHERE spends > 0 GROUP BY spends, total ORDER BY spends, total`,
      query,
      ["UInt32", "Float64", "Float64"],
    );
    return { purchases: purchases!, total: total!, people: people! };
  }

  /** What was bought after the observed days, by history. */
  async findLater(query: PurchaseQuery): Promise<LaterPurchases> {
    const [repeatPurchases, lastPurchase, age, spends, later, people, total, laterPaid] = await this.readColumns(
      "customerValue.findLater",
      `SELECT repeat_purchases, last_purchase, age, spends, later, toFloat64(count()), toFloat64(sum(total)), toFloat64(sum(later_paid))
       FROM (${historiesSql(query)})
       GROUP BY repeat_purchases, last_purchase, age, spends, later ORDER BY repeat_purchases, last_purchase, age, spends, later`,
      query,
      ["UInt32", "UInt32", "UInt32", "UInt32", "UInt32", "Float64", "Float64", "Float64"],
    );
    return {
      ...{ unit: "DAY", repeatPurchases: repeatPurchases!, lastPurchase: lastPurchase!, age: age!, people: people! },
      ...{ spends: spends!, total: total!, later: later!, laterPaid: laterPaid! },
    };
  }

  async findFacts(query: PurchaseQuery): Promise<CustomerFacts> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "customerValue.findFacts",
        `SELECT corrIf(toFloat64(spends), toFloat64(total) / greatest(spends, 1), spends > 0), toFloat64(sum(toInt64(repeat_purchases) - spends))
         FROM (${historiesSql(query)})`,
      ),
      query_params: purchaseParams(query),
      format: "JSONCompactEachRow",
    });
    const [[correlation, purchasesWithoutWorth]] = (await answer.json()) as [[number | null, number]];
    const isKnown = correlation !== null && Number.isFinite(correlation);
    return { frequencySpendCorrelation: isKnown ? correlation : null, purchasesWithoutWorth };
  }

  private async readColumns(
    place: string,
    sql: string,
    query: PurchaseQuery,
    types: readonly ("UInt32" | "Float64")[],
  ): Promise<readonly (Uint32Array | Float64Array)[]> {
    const { stream } = await this.clickhouse.exec({
      query: `${tagged(place, sql)} FORMAT RowBinary`,
      query_params: purchaseParams(query),
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    return toColumns(Buffer.concat(chunks), types);
  }
}

function toColumns(bytes: Buffer, types: readonly ("UInt32" | "Float64")[]): readonly (Uint32Array | Float64Array)[] {
  const size = types.reduce((sum, type) => sum + (type === "UInt32" ? 4 : 8), 0);
  const rows = bytes.length / size;
  const columns = types.map((type) => (type === "UInt32" ? new Uint32Array(rows) : new Float64Array(rows)));
  for (let row = 0, offset = 0; row < rows; row++) {
    for (const [place, type] of types.entries()) {
      columns[place]![row] = type === "UInt32" ? bytes.readUInt32LE(offset) : bytes.readDoubleLE(offset);
      offset += type === "UInt32" ? 4 : 8;
    }
  }
  return columns;
}
