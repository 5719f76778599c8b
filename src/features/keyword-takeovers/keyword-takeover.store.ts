import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { KeywordTakeover, NewTakeover } from "./keyword-takeover";

const TAKEOVER = `takeover.id, takeover.brand_id AS "brandId", takeover.platform, takeover.slot_code AS "slotCode",
  takeover.product_code AS "productCode", takeover.keywords, takeover.starts_at AS "startsAt", takeover.ends_at AS "endsAt",
  takeover.state, takeover.version, takeover.created_at AS "createdAt"`;
/** A booking exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "keyword_takeover AS takeover JOIN brand_grant ON brand_grant.brand_id = takeover.brand_id";

/** What stands in a booking's way. */
export interface TakeoverConflict {
  readonly keywords: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export class KeywordTakeoverStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly KeywordTakeover[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* keywordTakeovers.findByIds */ SELECT ${TAKEOVER} FROM ${VISIBLE} WHERE takeover.id = ANY($1)`, [
        ids,
      ]),
    );
  }

  /** Newest first: ids grow with time. */
  findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<KeywordTakeover>> {
    return readPage<KeywordTakeover>(
      page,
      ({ id }) => [id],
      async ({ after, before, fromEnd, limit }) =>
        this.database.withTenant(context, (manager) =>
          manager.query(
            `/* keywordTakeovers.findPage */ SELECT ${TAKEOVER} FROM ${VISIBLE} WHERE takeover.brand_id = $1
               AND ($2::uuid IS NULL OR takeover.id < $2) AND ($3::uuid IS NULL OR takeover.id > $3)
             ORDER BY takeover.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
        ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const [row]: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* keywordTakeovers.count */ SELECT count(*) FROM ${VISIBLE} WHERE takeover.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(row!.count);
  }

  /** Makes bookings of one slot wait for each other until the transaction ends, so that each sees those before it. */
  async lockSlot(
    manager: EntityManager,
    { organisationId }: RequestContext,
    { platform, slotCode }: Pick<NewTakeover, "platform" | "slotCode">,
  ): Promise<void> {
    await manager.query("/* keywordTakeovers.lockSlot */ SELECT pg_advisory_xact_lock(hashtextextended($1, 42))", [
      JSON.stringify([organisationId, platform, slotCode]),
    ]);
  }

  /** Bookings of the slot with a keyword and an instant in common, the earliest first; also of brands that are no longer granted. */
  async findConflicts(manager: EntityManager, takeover: NewTakeover): Promise<readonly TakeoverConflict[]> {
    const { platform, slotCode, keywords, startsAt, endsAt } = takeover;
    return manager.query(
      `/* keywordTakeovers.findConflicts */ SELECT keywords, starts_at AS "startsAt", ends_at AS "endsAt" FROM keyword_takeover
       WHERE platform = $1 AND slot_code = $2 AND state = 'BOOKED' AND keywords && $3::text[] AND starts_at < $5 AND ends_at > $4
       ORDER BY starts_at, id`,
      [platform, slotCode, keywords, startsAt, endsAt],
    );
  }

  async insert(manager: EntityManager, context: RequestContext, takeover: KeywordTakeover): Promise<void> {
    const { id, brandId, platform, slotCode, productCode, keywords, startsAt, endsAt } = takeover;
    await manager.query(
      `/* keywordTakeovers.insert */ INSERT INTO keyword_takeover
         (id, organisation_id, brand_id, platform, slot_code, product_code, keywords, starts_at, ends_at, state, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[id, context.organisationId, brandId, platform, slotCode, productCode, keywords, startsAt, endsAt],
        ...[takeover.state, takeover.version, takeover.createdAt],
      ],
    );
  }

  /** Takes the next version; false when the booking is at another one, or cancelled. */
  async cancel(manager: EntityManager, id: string, version: number): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* keywordTakeovers.cancel */ UPDATE keyword_takeover SET state = 'CANCELLED', version = version + 1
       WHERE id = $1 AND version = $2 AND state = 'BOOKED'`,
      [id, version],
    );
    return changed === 1;
  }
}
