import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Aim, AimedSpend, SpendRow } from "./spend";

/** The figure of each placement and period of campaign $1: its highest version. */
const FIGURES = `
  SELECT DISTINCT ON (delivery.placement_id, delivery.period_start, delivery.period_end) delivery.*,
    placement.audience_pack_id, placement.audience_pack_version, placement.no_pack_reason
  FROM placement_delivery AS delivery JOIN placement ON placement.id = delivery.placement_id
  WHERE placement.campaign_id = $1
  ORDER BY delivery.placement_id, delivery.period_start, delivery.period_end, delivery.version DESC`;

const AIM = `audience_pack_id AS "audiencePackId", audience_pack_version AS "audiencePackVersion", no_pack_reason AS "noPackReason"`;

type Printed<Row, Key extends keyof Row> = Omit<Row, Key> & { readonly [K in Key]: string };

const sortKey = ({ from, placementId }: SpendRow): readonly string[] => [String(from.getTime()), placementId];

const NO_CURSOR = [null, null] as const;

export class SpendStore {
  constructor(private readonly database: Database) {}

  /** By the start of the period, then by placement: no two rows of a placement begin at once, as it reports days or hours. */
  findPage(context: RequestContext, campaignId: string, page: PageRequest): Promise<Page<SpendRow>> {
    return readPage(page, sortKey, async ({ after, before, fromEnd, limit }) => {
      const direction = fromEnd ? "DESC" : "ASC";
      const rows: Printed<SpendRow, "impressions" | "clicks" | "costMinor">[] = await this.database.withTenant(
        context,
        (manager) =>
          manager.query(
            `/* spend.findPage */ SELECT placement_id AS "placementId", period_start AS "from", period_end AS "to",
               impressions, clicks, cost_minor AS "costMinor", currency_code AS "currencyCode", source, ${AIM}
             FROM (${FIGURES}) AS figure
             WHERE ($2::bigint IS NULL OR (period_start, placement_id) > (to_timestamp($2::bigint / 1000.0), $3::uuid))
               AND ($4::bigint IS NULL OR (period_start, placement_id) < (to_timestamp($4::bigint / 1000.0), $5::uuid))
             ORDER BY period_start ${direction}, placement_id ${direction} LIMIT $6`,
            [campaignId, ...(after ?? NO_CURSOR), ...(before ?? NO_CURSOR), limit],
          ),
      );
      return rows.map((row) => ({
        ...row,
        impressions: BigInt(row.impressions),
        clicks: BigInt(row.clicks),
        costMinor: BigInt(row.costMinor),
      }));
    });
  }

  async count(context: RequestContext, campaignId: string): Promise<number> {
    const [row]: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* spend.count */ SELECT count(*) FROM (${FIGURES}) AS figure`, [campaignId]),
    );
    return Number(row!.count);
  }

  /** The most expensive first, then by pack and reason. */
  async findByAim(context: RequestContext, campaignId: string): Promise<readonly AimedSpend[]> {
    const rows: Printed<AimedSpend, "costMinor">[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* spend.findByAim */ SELECT ${AIM}, count(DISTINCT placement_id)::integer AS placements,
           sum(cost_minor) AS "costMinor", min(currency_code) AS "currencyCode"
         FROM (${FIGURES}) AS figure
         GROUP BY audience_pack_id, audience_pack_version, no_pack_reason
         ORDER BY sum(cost_minor) DESC, audience_pack_id, audience_pack_version, no_pack_reason`,
        [campaignId],
      ),
    );
    return rows.map((row) => ({ ...row, costMinor: BigInt(row.costMinor) }));
  }

  async findAims(context: RequestContext, placementIds: readonly string[]): Promise<ReadonlyMap<string, Aim>> {
    const rows: (Aim & { readonly id: string })[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* spend.findAims */ SELECT id, ${AIM} FROM placement WHERE id = ANY($1)`, [placementIds]),
    );
    return new Map(rows.map(({ id, ...aim }) => [id, aim]));
  }
}
