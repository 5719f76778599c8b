import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { LookAlikeModel } from "./look-alike-model";

interface ModelRow extends Omit<LookAlikeModel, "people" | "seedPeople"> {
  readonly people: string;
  readonly seedPeople: string;
}

const MODEL = `model.id, model.brand_id AS "brandId", model.name, model.seed_pack_id AS "seedPackId",
  model.seed_build_id AS "seedBuildId", model.from_at AS "from", model.as_of AS "asOf", model.fitted_at AS "fittedAt",
  model.people, model.seed_people AS "seedPeople", model.report`;

/** A model exists for the organisation that had it fitted as long as its brand is granted. */
const FROM_MODEL = "FROM look_alike_model AS model JOIN brand_grant ON brand_grant.brand_id = model.brand_id";

export class LookAlikeModelStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<LookAlikeModel | null> {
    const rows: ModelRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* opportunities.findModel */ SELECT ${MODEL} ${FROM_MODEL} WHERE model.id = $1`, [id]),
    );
    return rows[0] ? toModel(rows[0]) : null;
  }

  /** The newest first. */
  async findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<LookAlikeModel>> {
    const sortKey = (model: LookAlikeModel): readonly string[] => [model.fittedAt.toISOString(), model.id];
    return readPage(page, sortKey, async ({ fromEnd, after, before, limit }) => {
      const direction = fromEnd ? "ASC" : "DESC";
      const rows: ModelRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* opportunities.findModels */ SELECT ${MODEL} ${FROM_MODEL} WHERE model.brand_id = $1
             AND ($2::timestamptz IS NULL OR (model.fitted_at, model.id) < ($2, $3::uuid))
             AND ($4::timestamptz IS NULL OR (model.fitted_at, model.id) > ($4, $5::uuid))
           ORDER BY model.fitted_at ${direction}, model.id ${direction} LIMIT $6`,
          [brandId, after?.[0] ?? null, after?.[1] ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
        ),
      );
      return rows.map(toModel);
    });
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* opportunities.countModels */ SELECT count(*) ${FROM_MODEL} WHERE model.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  async insert(manager: EntityManager, context: RequestContext, model: LookAlikeModel): Promise<void> {
    await manager.query(
      `/* opportunities.insertModel */ INSERT INTO look_alike_model
         (id, organisation_id, brand_id, name, seed_pack_id, seed_build_id, from_at, as_of, fitted_at, people, seed_people, report)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[model.id, context.organisationId, model.brandId, model.name, model.seedPackId, model.seedBuildId],
        ...[model.from, model.asOf, model.fittedAt, model.people.toString(), model.seedPeople.toString()],
        JSON.stringify(model.report),
      ],
    );
  }
}

const toModel = ({ people, seedPeople, ...model }: ModelRow): LookAlikeModel => ({
  ...model,
  people: BigInt(people),
  seedPeople: BigInt(seedPeople),
});
