import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { effectParams, netOrdersSql } from "../effects";
import type { BrandWindow } from "../journeys";
import type { DeliveryGrain, DeliverySpan, SpentCell } from "./delivery-series";

/** A line's name; the crowd of placements without a pack is called so. */
const NAMES: Readonly<Record<DeliveryGrain, string>> = {
  PLATFORM: "placement.platform",
  STEP: "concat_ws(' / ', placement.platform, placement.step)",
  CROWD: "concat_ws(' / ', placement.platform, placement.step, coalesce(audience_pack.name, 'no pack'))",
};

const PERIOD =
  "intDiv(dateDiff('day', toDate({startsOn:String}), toDate(toTimeZone(ordered_at, {zone:String}))), {daysOfPeriod:UInt16})";

const outcomeSql = (window: BrandWindow): string => `
SELECT toFloat64(${PERIOD}) AS period, toFloat64(count()) AS conversions, toString(sum(value)) AS value,
  toFloat64(countIf(is_foreign)) AS foreign
FROM (${netOrdersSql(window)}) GROUP BY period`;

export interface PeriodOutcome {
  readonly conversions: number;
  /** Minor units. */
  readonly value: bigint;
  readonly foreign: number;
}

/** What media reported of a brand's placements, and what the brand sold, by period. */
export class DeliverySeriesStore {
  constructor(
    private readonly database: Database,
    private readonly queries: ClickHouseClient,
  ) {}

  async readSpend(
    context: RequestContext,
    { brandId, grain, span }: { readonly brandId: number; readonly grain: DeliveryGrain; readonly span: DeliverySpan },
  ): Promise<readonly SpentCell[]> {
    const rows: { line: string; period: number; spend: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* responseCurves.readSpend */ SELECT line, (day - $2::date) / $4::integer AS period, sum(cost_minor) AS spend
         FROM (
           SELECT DISTINCT ON (delivery.placement_id, period_start, period_end) ${NAMES[grain]} AS line,
             (period_start AT TIME ZONE $3)::date AS day, cost_minor
           FROM placement_delivery AS delivery JOIN placement ON placement.id = delivery.placement_id
           JOIN campaign ON campaign.id = placement.campaign_id
           LEFT JOIN audience_pack ON audience_pack.id = placement.audience_pack_id
           WHERE campaign.brand_id = $1 AND period_start >= $2::date::timestamp AT TIME ZONE $3
             AND period_start < ($2::date + $4::integer * $5::integer)::timestamp AT TIME ZONE $3
           ORDER BY delivery.placement_id, period_start, period_end, delivery.version DESC
         ) AS figure
         GROUP BY line, period HAVING sum(cost_minor) > 0`,
        [brandId, span.startsOn, span.zone, span.daysOfPeriod, span.periods],
      ),
    );
    return rows.map(({ line, period, spend }) => ({ line, period, spend: BigInt(spend) }));
  }

  /** Of every period. */
  async readOutcome(window: BrandWindow, span: DeliverySpan, currencyCode: string): Promise<readonly PeriodOutcome[]> {
    const { startsOn, zone, daysOfPeriod, periods } = span;
    const rows = await readRows<{ period: number; conversions: number; value: string; foreign: number }>(
      this.queries,
      "responseCurves.readOutcome",
      outcomeSql(window),
      { ...effectParams(window, currencyCode), startsOn, zone, daysOfPeriod },
    );
    const byPeriod = new Map(rows.map((row) => [row.period, row]));
    return Array.from({ length: periods }, (_, period) => {
      const row = byPeriod.get(period);
      return { conversions: row?.conversions ?? 0, value: BigInt(row?.value ?? 0), foreign: row?.foreign ?? 0 };
    });
  }
}
