import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { type GrowthStrategy, MAX_STRATEGIES, type NewStrategy, type StrategyObjective } from "./growth-strategy";

const STRATEGY = `strategy.id, strategy.brand_id AS "brandId", strategy.name, objective, dimensions, campaign_id AS "campaignId",
  experiment_id AS "experimentId", variant, strategy.version, strategy.created_at AS "createdAt", archived_at AS "archivedAt"`;
/** A strategy exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "growth_strategy AS strategy JOIN brand_grant ON brand_grant.brand_id = strategy.brand_id";

export class GrowthStrategyStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<GrowthStrategy | null> {
    const rows: GrowthStrategy[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* growthStrategies.find */ SELECT ${STRATEGY} FROM ${VISIBLE} WHERE strategy.id = $1`, [id]),
    );
    return rows[0] ?? null;
  }

  /** Newest first: ids grow with time. Those that were archived are left out. */
  findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<GrowthStrategy>> {
    return this.database.withTenant(context, (manager) =>
      readPage<GrowthStrategy>(
        page,
        ({ id }) => [id],
        ({ after, before, fromEnd, limit }) =>
          manager.query(
            `/* growthStrategies.findPage */ SELECT ${STRATEGY} FROM ${VISIBLE} WHERE strategy.brand_id = $1 AND archived_at IS NULL
               AND ($2::uuid IS NULL OR strategy.id < $2) AND ($3::uuid IS NULL OR strategy.id > $3)
             ORDER BY strategy.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
      ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* growthStrategies.count */ SELECT count(*) FROM ${VISIBLE} WHERE strategy.brand_id = $1 AND archived_at IS NULL`,
        [brandId],
      ),
    );
    return Number(rows[0]!.count);
  }

  /** By name. */
  findOfObjective(
    context: RequestContext,
    brandId: number,
    objective: StrategyObjective,
  ): Promise<readonly GrowthStrategy[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* growthStrategies.findOfObjective */ SELECT ${STRATEGY} FROM ${VISIBLE}
         WHERE strategy.brand_id = $1 AND objective = $2 AND archived_at IS NULL ORDER BY strategy.name LIMIT ${MAX_STRATEGIES}`,
        [brandId, objective],
      ),
    );
  }

  /** False when a strategy of the brand has the name. */
  async insert(
    manager: EntityManager,
    { organisationId, clock }: RequestContext,
    { id, brandId, ...plan }: NewStrategy & Pick<GrowthStrategy, "id">,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* growthStrategies.insert */ INSERT INTO growth_strategy (id, organisation_id, brand_id, name, objective, dimensions,
         campaign_id, experiment_id, variant, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10) ON CONFLICT (organisation_id, brand_id, name) DO NOTHING RETURNING id`,
      [id, organisationId, brandId, ...planColumns(plan), clock.now()],
    );
    return rows.length === 1;
  }

  /** False when it is at another version, or archived. */
  async change(manager: EntityManager, id: string, plan: NewStrategy, expectedVersion: number): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* growthStrategies.change */ UPDATE growth_strategy SET name = $3, objective = $4, dimensions = $5, campaign_id = $6,
         experiment_id = $7, variant = $8, version = version + 1
       WHERE id = $1 AND version = $2 AND archived_at IS NULL`,
      [id, expectedVersion, ...planColumns(plan)],
    );
    return changed === 1;
  }

  /** Whether another strategy of the brand has the name. */
  async isNameTaken(manager: EntityManager, { brandId, name }: NewStrategy, id: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      "/* growthStrategies.isNameTaken */ SELECT 1 FROM growth_strategy WHERE brand_id = $1 AND name = $2 AND id <> $3",
      [brandId, name, id],
    );
    return rows.length > 0;
  }

  /** Likewise. */
  async archive(manager: EntityManager, id: string, expectedVersion: number, now: Date): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* growthStrategies.archive */ UPDATE growth_strategy SET archived_at = $3, version = version + 1
       WHERE id = $1 AND version = $2 AND archived_at IS NULL`,
      [id, expectedVersion, now],
    );
    return changed === 1;
  }
}

const planColumns = (plan: Omit<NewStrategy, "brandId">): readonly unknown[] => [
  ...[plan.name, plan.objective, JSON.stringify(plan.dimensions), plan.campaignId, plan.experimentId, plan.variant],
];
