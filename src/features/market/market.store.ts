import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { BrandSales, MarketPeriod, MarketRefresh } from "./market-sales";

export interface NewMarketRefresh extends Omit<MarketRefresh, "isOutdated"> {
  /** Version of the touchpoint plane that was read. */
  readonly planeVersion: bigint;
  readonly periods: readonly MarketPeriod[];
}

/** Which refresh: that of exactly this window. */
export interface MarketQuery {
  readonly categoryId: number;
  readonly from: Date;
  readonly to: Date;
}

export interface StandingRefresh {
  readonly id: string;
  readonly isOutdated: boolean;
  /** Before the one in which the window ends. */
  readonly years: number;
}

type Stored<Row> = { readonly [Name in keyof Row]: Row[Name] extends bigint ? string : Row[Name] };

export class MarketStore {
  constructor(private readonly database: Database) {}

  /** Publishes a refresh inside the job's system transaction. */
  async insert(manager: EntityManager, refresh: NewMarketRefresh): Promise<void> {
    const { id, categoryId, from, to, planeVersion, computedAt, periods } = refresh;
    await manager.query(
      `/* market.insert */ INSERT INTO market_refresh (id, category_id, starts_at, ends_at, plane_version, computed_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, categoryId, from, to, planeVersion.toString(), computedAt],
    );
    await manager.query(
      `/* market.insertPeriods */ INSERT INTO market_period (refresh_id, year, is_complete, buyers)
       SELECT $1, row.year, row."isComplete", row.buyers
       FROM jsonb_to_recordset($2::jsonb) AS row (year integer, "isComplete" boolean, buyers bigint)`,
      [id, toJson(periods.map(({ year, isComplete, buyers }) => ({ year: year ?? WINDOW, isComplete, buyers })))],
    );
    await manager.query(
      `/* market.insertSales */ INSERT INTO market_sales (refresh_id, year, brand_id, buyers, repeat_buyers, orders, orders_without_value,
         units, gmv_minor, currency_code)
       SELECT $1, row.year, row."brandId", row.buyers, row."repeatBuyers", row.orders, row."ordersWithoutValue",
         row.units, row."gmvMinor", row."currencyCode"
       FROM jsonb_to_recordset($2::jsonb) AS row (year integer, "brandId" integer, buyers bigint, "repeatBuyers" bigint, orders bigint,
         "ordersWithoutValue" bigint, units bigint, "gmvMinor" bigint, "currencyCode" text)`,
      [id, toJson(periods.flatMap(({ year, brands }) => brands.map((sales) => ({ year: year ?? WINDOW, ...sales }))))],
    );
  }

  findNewest(context: RequestContext, { categoryId, from, to }: MarketQuery): Promise<MarketRefresh | null> {
    return this.find(context, "market.findNewest", "starts_at = $2 AND ends_at = $3", [categoryId, from, to]);
  }

  /** Of the window that ends last. */
  findLatest(context: RequestContext, categoryId: number): Promise<MarketRefresh | null> {
    return this.find(context, "market.findLatest", "true", [categoryId]);
  }

  private async find(
    context: RequestContext,
    place: string,
    where: string,
    params: readonly unknown[],
  ): Promise<MarketRefresh | null> {
    const rows: MarketRefresh[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* ${place} */ SELECT id, category_id AS "categoryId", starts_at AS "from", ends_at AS "to", computed_at AS "computedAt",
           outdated_at IS NOT NULL AS "isOutdated" FROM market_refresh WHERE category_id = $1 AND ${where}
         ORDER BY ends_at DESC, computed_at DESC, id DESC LIMIT 1`,
        [...params],
      ),
    );
    return rows[0] ?? null;
  }

  /** The newest refresh of a window and how many years it counted besides, as the system sees it. */
  async findStanding(manager: EntityManager, { categoryId, from, to }: MarketQuery): Promise<StandingRefresh | null> {
    const rows: StandingRefresh[] = await manager.query(
      `/* market.findStanding */ SELECT id, outdated_at IS NOT NULL AS "isOutdated",
         (SELECT count(*)::int FROM market_period WHERE refresh_id = market_refresh.id AND year <> ${WINDOW}) - 1 AS years
       FROM market_refresh WHERE category_id = $1 AND starts_at = $2 AND ends_at = $3
       ORDER BY computed_at DESC, id DESC LIMIT 1`,
      [categoryId, from, to],
    );
    return rows[0] ?? null;
  }

  /** The same in a transaction of its own. */
  readStanding(query: MarketQuery): Promise<StandingRefresh | null> {
    return this.database.withSystem((manager) => this.findStanding(manager, query));
  }

  /** Of every brand, whoever it is granted to: only for what is made of them all. The window first, then years in their order. */
  async findPeriods(refreshId: string): Promise<readonly MarketPeriod[]> {
    const [periods, sales]: [Stored<MarketPeriod>[], (Stored<BrandSales> & { readonly year: number })[]] =
      await this.database.withSystem(async (manager) => [
        await manager.query(
          `/* market.findPeriods */ SELECT year, is_complete AS "isComplete", buyers FROM market_period WHERE refresh_id = $1 ORDER BY year`,
          [refreshId],
        ),
        await manager.query(
          `/* market.findSales */ SELECT year, brand_id AS "brandId", buyers, repeat_buyers AS "repeatBuyers", orders,
             orders_without_value AS "ordersWithoutValue", units, gmv_minor AS "gmvMinor", currency_code AS "currencyCode"
           FROM market_sales WHERE refresh_id = $1`,
          [refreshId],
        ),
      ]);
    return periods.map(({ year, isComplete, buyers }) => ({
      year: year === WINDOW ? null : year,
      isComplete,
      buyers: BigInt(buyers),
      brands: sales.filter((row) => row.year === year).map(toSales),
    }));
  }
}

/** In the place of a year, the window of the refresh. */
const WINDOW = 0;

function toSales({ brandId, currencyCode, ...sums }: Stored<BrandSales>): BrandSales {
  return {
    brandId,
    currencyCode,
    buyers: BigInt(sums.buyers),
    repeatBuyers: BigInt(sums.repeatBuyers),
    orders: BigInt(sums.orders),
    ordersWithoutValue: BigInt(sums.ordersWithoutValue),
    units: BigInt(sums.units),
    gmvMinor: BigInt(sums.gmvMinor),
  };
}

const toJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? value.toString() : value));
