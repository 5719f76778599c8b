import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { GrowthPhase, GrowthProgramme } from "./growth-programme";

type ProgrammeRow = Omit<GrowthProgramme, "phases">;

const PROGRAMME = `programme.id, programme.brand_id AS "brandId", programme.name, programme.comparison_base_id AS "comparisonBaseId",
  programme.version, programme.created_at AS "createdAt"`;
/** A programme exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "growth_programme AS programme JOIN brand_grant ON brand_grant.brand_id = programme.brand_id";

export class GrowthProgrammeStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<GrowthProgramme | null> {
    return this.database.withTenant(context, async (manager) => {
      const rows: ProgrammeRow[] = await manager.query(
        `/* growthProgrammes.find */ SELECT ${PROGRAMME} FROM ${VISIBLE} WHERE programme.id = $1`,
        [id],
      );
      return (await withPhases(manager, rows))[0] ?? null;
    });
  }

  /** Each campaign's programme; campaigns in none have no row. */
  async findByCampaigns(context: RequestContext, campaignIds: readonly string[]): Promise<readonly GrowthProgramme[]> {
    return this.database.withTenant(context, async (manager) =>
      withPhases(
        manager,
        await manager.query(
          `/* growthProgrammes.findByCampaigns */ SELECT ${PROGRAMME} FROM ${VISIBLE}
           WHERE programme.id IN (SELECT growth_programme_id FROM growth_phase WHERE campaign_id = ANY($1))`,
          [campaignIds],
        ),
      ),
    );
  }

  /** Newest first: ids grow with time. */
  async findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<GrowthProgramme>> {
    return this.database.withTenant(context, (manager) =>
      readPage<GrowthProgramme>(
        page,
        ({ id }) => [id],
        async ({ after, before, fromEnd, limit }) =>
          withPhases(
            manager,
            await manager.query(
              `/* growthProgrammes.findPage */ SELECT ${PROGRAMME} FROM ${VISIBLE} WHERE programme.brand_id = $1
                 AND ($2::uuid IS NULL OR programme.id < $2) AND ($3::uuid IS NULL OR programme.id > $3)
               ORDER BY programme.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
              [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
            ),
          ),
      ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* growthProgrammes.count */ SELECT count(*) FROM ${VISIBLE} WHERE programme.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  async isNameTaken(manager: EntityManager, { id, brandId, name }: ProgrammeRow): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      "/* growthProgrammes.isNameTaken */ SELECT 1 FROM growth_programme WHERE brand_id = $1 AND name = $2 AND id <> $3",
      [brandId, name, id],
    );
    return rows.length > 0;
  }

  async insert(manager: EntityManager, context: RequestContext, programme: ProgrammeRow): Promise<void> {
    const { id, brandId, name, comparisonBaseId, version, createdAt } = programme;
    await manager.query(
      `/* growthProgrammes.insert */ INSERT INTO growth_programme
         (id, organisation_id, brand_id, name, comparison_base_id, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, context.organisationId, brandId, name, comparisonBaseId, version, createdAt],
    );
  }

  /** Takes the next version; false when the programme is at another one than `programme`. */
  async update(manager: EntityManager, { id, name, comparisonBaseId, version }: ProgrammeRow): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* growthProgrammes.update */ UPDATE growth_programme SET name = $3, comparison_base_id = $4, version = version + 1
       WHERE id = $1 AND version = $2`,
      [id, version, name, comparisonBaseId],
    );
    return changed === 1;
  }

  async removePhases(manager: EntityManager, id: string): Promise<void> {
    await manager.query("/* growthProgrammes.removePhases */ DELETE FROM growth_phase WHERE growth_programme_id = $1", [
      id,
    ]);
  }

  /** Campaigns that another programme has, and whose phases are therefore not inserted. */
  async insertPhases(
    manager: EntityManager,
    { organisationId }: RequestContext,
    id: string,
    phases: readonly GrowthPhase[],
  ): Promise<readonly string[]> {
    const elsewhere: string[] = [];
    for (const [place, { campaignId, focuses, modules, inheritsPacks }] of phases.entries()) {
      const rows: unknown[] = await manager.query(
        `/* growthProgrammes.insertPhase */ INSERT INTO growth_phase
           (campaign_id, growth_programme_id, organisation_id, place, focuses, modules, inherits_packs)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (campaign_id) DO NOTHING RETURNING campaign_id`,
        [campaignId, id, organisationId, place, focuses, modules, inheritsPacks],
      );
      if (rows.length === 0) elsewhere.push(campaignId);
    }
    return elsewhere;
  }
}

async function withPhases(manager: EntityManager, rows: readonly ProgrammeRow[]): Promise<readonly GrowthProgramme[]> {
  const phases: (GrowthPhase & { readonly programmeId: string })[] = await manager.query(
    `/* growthProgrammes.findPhases */ SELECT growth_programme_id AS "programmeId", campaign_id AS "campaignId", focuses, modules,
       inherits_packs AS "inheritsPacks" FROM growth_phase WHERE growth_programme_id = ANY($1) ORDER BY place`,
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    ...row,
    phases: phases.filter(({ programmeId }) => programmeId === row.id).map(({ programmeId, ...phase }) => phase),
  }));
}
