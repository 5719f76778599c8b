import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Period } from "./campaign";
import type { DeliveryCounts, DeliveryFigure, DeliveryReport, DeliveryTotals, ReportedDelivery } from "./delivery";

export interface DeliveryDay extends DeliveryCounts, Period {}

/** The highest version of each placement and period that `condition` selects: its figure. */
const figuresWhere = (condition: string): string =>
  `SELECT DISTINCT ON (placement_delivery.placement_id, period_start, period_end) placement_delivery.*
   FROM placement_delivery JOIN placement ON placement.id = placement_delivery.placement_id
   WHERE ${condition}
   ORDER BY placement_delivery.placement_id, period_start, period_end, placement_delivery.version DESC`;

const SUMS = "sum(impressions) AS impressions, sum(clicks) AS clicks, sum(cost_minor) AS cost";
const TOTALS = `placement_id AS "placementId", ${SUMS}, min(currency_code) AS "currencyCode", count(*) AS periods, max(imported_at) AS "asOf"`;

interface SumRow {
  readonly impressions: string;
  readonly clicks: string;
  readonly cost: string;
}

interface TotalsRow extends SumRow {
  readonly placementId: string;
  readonly currencyCode: string;
  readonly periods: string;
  readonly asOf: Date;
}

const toCounts = ({ impressions, clicks, cost }: SumRow): DeliveryCounts => ({
  impressions: BigInt(impressions),
  clicks: BigInt(clicks),
  costMinor: BigInt(cost),
});

export class DeliveryStore {
  constructor(private readonly database: Database) {}

  /** Makes imports of one campaign wait for each other, so that each judges its rows beside all that were kept before. */
  async lockCampaign(manager: EntityManager, campaignId: string): Promise<void> {
    await manager.query("/* delivery.lockCampaign */ SELECT 1 FROM campaign WHERE id = $1 FOR NO KEY UPDATE", [
      campaignId,
    ]);
  }

  /** The figures of every placement and day that the reports touch. */
  async findTouched(manager: EntityManager, reports: readonly DeliveryReport[]): Promise<readonly DeliveryFigure[]> {
    const rows: (SumRow & {
      placementId: string;
      periodStart: Date;
      periodEnd: Date;
      dayStart: Date;
      dayEnd: Date;
      version: number;
    })[] = await manager.query(
      `/* delivery.findTouched */ SELECT DISTINCT ON (placement_id, period_start, period_end)
         placement_id AS "placementId", period_start AS "periodStart", period_end AS "periodEnd",
         day.starts AS "dayStart", day.ends AS "dayEnd", impressions, clicks, cost_minor AS cost, version
       FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS row (id, starts, ends)) AS day
       JOIN placement_delivery ON placement_id = day.id AND period_start >= day.starts AND period_start < day.ends
       ORDER BY placement_id, period_start, period_end, version DESC`,
      [
        reports.map((report) => report.placementId),
        reports.map((report) => report.day.from),
        reports.map((report) => report.day.to),
      ],
    );
    return rows.map((row) => ({
      ...toCounts(row),
      placementId: row.placementId,
      period: { from: row.periodStart, to: row.periodEnd },
      grain: +row.periodStart === +row.dayStart && +row.periodEnd === +row.dayEnd ? "DAY" : "HOUR",
      day: { from: row.dayStart, to: row.dayEnd },
      version: row.version,
    }));
  }

  async insert(
    manager: EntityManager,
    context: RequestContext,
    figures: readonly DeliveryFigure[],
    origin: { readonly source: string; readonly currencyCode: string },
  ): Promise<void> {
    await manager.query(
      `/* delivery.insert */ INSERT INTO placement_delivery
         (organisation_id, source, currency_code, imported_at, placement_id, period_start, period_end, version, impressions, clicks, cost_minor)
       SELECT $1, $2, $3, $4, * FROM unnest($5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::integer[], $9::bigint[], $10::bigint[], $11::bigint[])`,
      [
        context.organisationId,
        origin.source,
        origin.currencyCode,
        context.clock.now(),
        figures.map((figure) => figure.placementId),
        figures.map((figure) => figure.period.from),
        figures.map((figure) => figure.period.to),
        figures.map((figure) => figure.version),
        figures.map((figure) => String(figure.impressions)),
        figures.map((figure) => String(figure.clicks)),
        figures.map((figure) => String(figure.costMinor)),
      ],
    );
  }

  findTotals(context: RequestContext, placementIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryTotals>> {
    return this.readTotals(context, "placement_delivery.placement_id = ANY($1)", [placementIds]);
  }

  findTotalsOfCampaign(context: RequestContext, campaignId: string): Promise<ReadonlyMap<string, DeliveryTotals>> {
    return this.readTotals(context, "placement.campaign_id = $1", [campaignId]);
  }

  /** Of all campaigns of a brand, the periods that lie inside [from, to). */
  async findTotalsOfBrand(
    context: RequestContext,
    brandId: number,
    { from, to }: Period,
  ): Promise<ReadonlyMap<string, DeliveryTotals>> {
    return this.readTotals(
      context,
      `placement.campaign_id IN (SELECT id FROM campaign WHERE brand_id = $1)
         AND placement_delivery.period_start >= $2 AND placement_delivery.period_end <= $3`,
      [brandId, from, to],
    );
  }

  /** The latest `limit` days of the zone that have delivery, oldest first. */
  async findDays(
    context: RequestContext,
    { campaignId, zone, limit }: { readonly campaignId: string; readonly zone: string; readonly limit: number },
  ): Promise<readonly DeliveryDay[]> {
    const rows: (SumRow & Period)[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* delivery.findDays */ SELECT day AT TIME ZONE $2 AS "from", (day + interval '1 day') AT TIME ZONE $2 AS "to", ${SUMS}
         FROM (${figuresWhere("placement.campaign_id = $1")}) AS figure
         CROSS JOIN LATERAL date_trunc('day', period_start AT TIME ZONE $2) AS day
         GROUP BY day ORDER BY day DESC LIMIT $3`,
        [campaignId, zone, limit],
      ),
    );
    return rows.map((row) => ({ ...toCounts(row), from: row.from, to: row.to })).reverse();
  }

  /** The figures of all periods inside the window as they were known at an instant, oldest first. */
  async findReported(
    context: RequestContext,
    placementIds: readonly string[],
    { from, to }: Period,
    knownAt: Date,
  ): Promise<readonly ReportedDelivery[]> {
    const rows: {
      placementId: string;
      from: Date;
      to: Date;
      impressions: string;
      clicks: string;
      cost: string;
    }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* delivery.findReported */ SELECT DISTINCT ON (period_start, placement_id, period_end) placement_id AS "placementId",
           period_start AS "from", period_end AS "to", impressions, clicks, cost_minor AS cost
         FROM placement_delivery
         WHERE placement_id = ANY($1) AND period_start >= $2 AND period_end <= $3 AND imported_at <= $4
         ORDER BY period_start, placement_id, period_end, version DESC`,
        [placementIds, from, to, knownAt],
      ),
    );
    return rows.map(({ placementId, from: start, to: end, ...sums }) => ({
      ...toCounts(sums),
      ...{ placementId, from: start, to: end },
    }));
  }

  /** Of questions about placements and a window, those for whose periods figures came after the instant at which they were read. */
  async findOutdated(
    context: RequestContext,
    questions: readonly (Period & { readonly placementIds: readonly string[]; readonly knownAt: Date })[],
  ): Promise<ReadonlySet<number>> {
    const asked = questions.map(({ placementIds, from, to, knownAt }, place) => ({
      place,
      placementIds,
      from,
      to,
      knownAt,
    }));
    const rows: { place: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* delivery.findOutdated */ SELECT place FROM jsonb_to_recordset($1::jsonb)
           AS asked (place integer, "placementIds" uuid[], "from" timestamptz, "to" timestamptz, "knownAt" timestamptz)
         WHERE EXISTS (
           SELECT FROM placement_delivery WHERE placement_id = ANY(asked."placementIds")
             AND period_start >= asked."from" AND period_end <= asked."to" AND imported_at > asked."knownAt")`,
        [JSON.stringify(asked)],
      ),
    );
    return new Set(rows.map(({ place }) => place));
  }

  private async readTotals(
    context: RequestContext,
    condition: string,
    parameters: readonly unknown[],
  ): Promise<ReadonlyMap<string, DeliveryTotals>> {
    const rows: TotalsRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* delivery.readTotals */ SELECT ${TOTALS} FROM (${figuresWhere(condition)}) AS figure GROUP BY placement_id`,
        [...parameters],
      ),
    );
    return new Map(
      rows.map((row) => [
        row.placementId,
        { ...toCounts(row), currencyCode: row.currencyCode, periods: Number(row.periods), asOf: row.asOf },
      ]),
    );
  }
}
