import type { EntityManager } from "typeorm";
import type { Page, PageRequest } from "../../platform/page";
import { readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { MediaProgramme } from "./programme";

interface ProgrammeRow extends Omit<MediaProgramme, "budget"> {
  readonly budgetMinor: string | null;
  readonly currencyCode: string;
}

const PROGRAMME = `media_programme.id, media_programme.brand_id AS "brandId", media_programme.code, media_programme.name,
  partner_platform AS "partnerPlatform", contract_number AS "contractNumber", starts_on::text AS "startsOn", ends_on::text AS "endsOn",
  has_data_return AS "hasDataReturn", budget_minor AS "budgetMinor", media_programme.currency_code AS "currencyCode", media_programme.version`;

/** A programme exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "media_programme JOIN brand_grant ON brand_grant.brand_id = media_programme.brand_id";

const toProgramme = ({ budgetMinor, currencyCode, ...row }: ProgrammeRow): MediaProgramme => ({
  ...row,
  budget: budgetMinor === null ? null : { minor: BigInt(budgetMinor), currencyCode },
});

export class ProgrammeStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly MediaProgramme[]> {
    const rows: ProgrammeRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* programmes.findByIds */ SELECT ${PROGRAMME} FROM ${VISIBLE} WHERE media_programme.id = ANY($1)`,
        [ids],
      ),
    );
    return rows.map(toProgramme);
  }

  /** By code. */
  async findOfBrand(context: RequestContext, brandId: number): Promise<readonly MediaProgramme[]> {
    const rows: ProgrammeRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* programmes.findOfBrand */ SELECT ${PROGRAMME} FROM ${VISIBLE} WHERE media_programme.brand_id = $1 ORDER BY media_programme.code`,
        [brandId],
      ),
    );
    return rows.map(toProgramme);
  }

  /** Every code of the organisation, also of brands that are no longer granted. */
  async findCodes(context: RequestContext): Promise<readonly string[]> {
    const rows: { code: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* programmes.findCodes */ SELECT code FROM media_programme"),
    );
    return rows.map(({ code }) => code);
  }

  /** Newest first: ids grow with time. */
  findPage(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<MediaProgramme>> {
    return this.database.withTenant(context, (manager) =>
      readPage<MediaProgramme>(
        request,
        ({ id }) => [id],
        async ({ after, before, fromEnd, limit }) => {
          const rows: ProgrammeRow[] = await manager.query(
            `/* programmes.findPage */ SELECT ${PROGRAMME} FROM ${VISIBLE}
             WHERE media_programme.brand_id = $1 AND ($2::uuid IS NULL OR media_programme.id < $2) AND ($3::uuid IS NULL OR media_programme.id > $3)
             ORDER BY media_programme.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          );
          return rows.map(toProgramme);
        },
      ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* programmes.count */ SELECT count(*) FROM ${VISIBLE} WHERE media_programme.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  /** False when the organisation has the code. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    programme: MediaProgramme,
    currencyCode: string,
  ): Promise<boolean> {
    const inserted: unknown[] = await manager.query(
      `/* programmes.insert */ INSERT INTO media_programme (id, organisation_id, brand_id, code, name, partner_platform, contract_number,
         starts_on, ends_on, has_data_return, budget_minor, currency_code, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (organisation_id, code) DO NOTHING RETURNING id`,
      [
        programme.id,
        context.organisationId,
        programme.brandId,
        programme.code,
        programme.name,
        programme.partnerPlatform,
        programme.contractNumber,
        programme.startsOn,
        programme.endsOn,
        programme.hasDataReturn,
        programme.budget?.minor.toString() ?? null,
        currencyCode,
        programme.version,
        context.clock.now(),
      ],
    );
    return inserted.length === 1;
  }

  /** Takes the next version; false when the programme is at another one than `programme`. */
  async update(manager: EntityManager, programme: MediaProgramme): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* programmes.update */ UPDATE media_programme SET name = $3, partner_platform = $4, contract_number = $5, starts_on = $6,
         ends_on = $7, has_data_return = $8, budget_minor = $9, version = version + 1 WHERE id = $1 AND version = $2`,
      [
        programme.id,
        programme.version,
        programme.name,
        programme.partnerPlatform,
        programme.contractNumber,
        programme.startsOn,
        programme.endsOn,
        programme.hasDataReturn,
        programme.budget?.minor.toString() ?? null,
      ],
    );
    return affected === 1;
  }
}
