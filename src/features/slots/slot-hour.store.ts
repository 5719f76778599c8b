import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { Registered } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { type SlotHour, slotHourKey } from "./slot-hour";

interface HourRow {
  readonly platform: string;
  readonly slotCode: string;
  readonly startsAt: Date;
  readonly exposures: string;
  readonly priceMinor: string;
  readonly currencyCode: string;
}

interface Window {
  readonly from: Date;
  readonly to: Date;
}

const HOUR = `slot_hour.platform, slot_hour.slot_code AS "slotCode", slot_hour.starts_at AS "startsAt", slot_hour.exposures,
  slot_hour.price_minor AS "priceMinor", slot_hour.currency_code AS "currencyCode"`;
/** An hour exists for the organisation that imported it as long as its brand is granted. */
const VISIBLE = "slot_hour JOIN brand_grant ON brand_grant.brand_id = slot_hour.brand_id";
const IN_WINDOW = "slot_hour.brand_id = $1 AND slot_hour.starts_at >= $2 AND slot_hour.starts_at < $3";
const NO_CURSOR = [null, null, null] as const;

const toHour = ({ exposures, priceMinor, currencyCode, ...row }: HourRow): SlotHour => ({
  ...row,
  exposures: BigInt(exposures),
  price: { minor: BigInt(priceMinor), currencyCode },
});

const sortKey = ({ startsAt, platform, slotCode }: SlotHour): readonly string[] => [
  String(startsAt.getTime()),
  platform,
  slotCode,
];

export class SlotHourStore {
  constructor(private readonly database: Database) {}

  async findOfBrand(context: RequestContext, brandId: number, { from, to }: Window): Promise<readonly SlotHour[]> {
    const rows: HourRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* slots.findOfBrand */ SELECT ${HOUR} FROM ${VISIBLE} WHERE ${IN_WINDOW}`, [brandId, from, to]),
    );
    return rows.map(toHour);
  }

  /** By hour, then by platform and slot. */
  findPage(context: RequestContext, brandId: number, { from, to }: Window, page: PageRequest): Promise<Page<SlotHour>> {
    return readPage(page, sortKey, async ({ after, before, fromEnd, limit }) => {
      const direction = fromEnd ? "DESC" : "ASC";
      const at = (place: number): string =>
        `(to_timestamp($${place}::bigint / 1000.0), $${place + 1}::text, $${place + 2}::text)`;
      const order = "slot_hour.starts_at, slot_hour.platform, slot_hour.slot_code";
      const rows: HourRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* slots.findPage */ SELECT ${HOUR} FROM ${VISIBLE} WHERE ${IN_WINDOW}
             AND ($4::bigint IS NULL OR (${order}) > ${at(4)}) AND ($7::bigint IS NULL OR (${order}) < ${at(7)})
           ORDER BY ${order.replaceAll(",", ` ${direction},`)} ${direction} LIMIT $10`,
          [brandId, from, to, ...(after ?? NO_CURSOR), ...(before ?? NO_CURSOR), limit],
        ),
      );
      return rows.map(toHour);
    });
  }

  async count(context: RequestContext, brandId: number, { from, to }: Window): Promise<number> {
    const [row]: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* slots.count */ SELECT count(*) FROM ${VISIBLE} WHERE ${IN_WINDOW}`, [brandId, from, to]),
    );
    return Number(row!.count);
  }

  async upsert(
    manager: EntityManager,
    context: RequestContext,
    brandId: number,
    hours: readonly SlotHour[],
  ): Promise<Registered> {
    const rows: { platform: string; slotCode: string; startsAt: Date; isNew: boolean }[] = await manager.query(
      `/* slots.upsert */ INSERT INTO slot_hour (organisation_id, brand_id, imported_at, platform, slot_code, starts_at, exposures, price_minor, currency_code)
       SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[], $6::timestamptz[], $7::bigint[], $8::bigint[], $9::text[])
         AS row (platform, slot_code, starts_at, exposures, price_minor, currency_code)
       ORDER BY starts_at, platform, slot_code -- one order for all calls: two that import the same hours never wait in a circle
       ON CONFLICT (organisation_id, brand_id, starts_at, platform, slot_code) DO UPDATE SET exposures = excluded.exposures,
         price_minor = excluded.price_minor, imported_at = excluded.imported_at
         WHERE (slot_hour.exposures, slot_hour.price_minor) IS DISTINCT FROM (excluded.exposures, excluded.price_minor)
       RETURNING platform, slot_code AS "slotCode", starts_at AS "startsAt", xmax = 0 AS "isNew"`,
      [
        context.organisationId,
        brandId,
        context.clock.now(),
        hours.map(({ platform }) => platform),
        hours.map(({ slotCode }) => slotCode),
        hours.map(({ startsAt }) => startsAt),
        hours.map(({ exposures }) => String(exposures)),
        hours.map(({ price }) => String(price.minor)),
        hours.map(({ price }) => price.currencyCode),
      ],
    );
    return {
      added: new Set(rows.filter(({ isNew }) => isNew).map(slotHourKey)),
      changed: new Set(rows.filter(({ isNew }) => !isNew).map(slotHourKey)),
    };
  }
}
