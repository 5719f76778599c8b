import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import { type BrandWindow, OF_BRAND } from "../journeys";
import type { WeekCounts } from "./stalled-sales";
import { effectParams, netOrdersSql, touchesSql } from "./window-sql";

const WEEK_MS = 7 * 86_400_000;
const weekOf = (instant: string): string =>
  `intDiv(toUnixTimestamp64Milli(${instant}) - toUnixTimestamp64Milli({from:DateTime64(3, 'UTC')}), ${WEEK_MS})`;

const weeksSql = (window: BrandWindow): string => `
SELECT toFloat64(week) AS week, toString(sum(exposures)) AS exposures, toString(sum(exposed)) AS exposed,
  toString(sum(value)) AS value, toString(sum(buyers)) AS buyers, toString(sum(foreign)) AS foreign
FROM (
  SELECT ${weekOf("occurred_at")} AS week, toInt64(count()) AS exposures, toInt64(uniqExact(ordinal)) AS exposed,
    toInt64(0) AS value, toInt64(0) AS buyers, toInt64(0) AS foreign
  FROM (${touchesSql(window, { sql: OF_BRAND }, "occurred_at, ordinal")})
  GROUP BY week
  UNION ALL
  SELECT ${weekOf("ordered_at")} AS week, toInt64(0), toInt64(0),
    toInt64(sum(value)), toInt64(uniqExact(ordinal)), toInt64(countIf(is_foreign))
  FROM (${netOrdersSql(window)})
  GROUP BY week
)
GROUP BY week`;

type WeekRow = Readonly<Record<keyof WeekCounts | "foreign", string>> & { readonly week: number };

export class StalledSalesStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** All weeks of the window, from the earliest on. */
  async weeks(window: BrandWindow, currencyCode: string): Promise<readonly WeekCounts[]> {
    const params = effectParams(window, currencyCode);
    const rows = await readRows<WeekRow>(this.queries, "effects.countWeeks", weeksSql(window), params);
    const byWeek = new Map(rows.map((row) => [row.week, row]));
    const weeks = Math.round((window.to.getTime() - window.from.getTime()) / WEEK_MS);
    return Array.from({ length: weeks }, (_, week) => {
      const row = byWeek.get(week);
      return {
        exposures: BigInt(row?.exposures ?? 0),
        exposed: BigInt(row?.exposed ?? 0),
        buyers: BigInt(row?.buyers ?? 0),
        value: row && row.foreign !== "0" ? null : BigInt(row?.value ?? 0),
      };
    });
  }
}
