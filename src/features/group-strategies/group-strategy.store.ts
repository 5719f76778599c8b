import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { type GroupStrategy, MAX_VERSIONS, type StrategyOverride, type StrategyVersion } from "./group-strategy";

type StrategyRow = Omit<GroupStrategy, "versions">;

const STRATEGY = `id, brand_group_id AS "brandGroupId", name`;
const OVERRIDE = `group_strategy_id AS "groupStrategyId", brand_id AS "brandId", version, reason, content`;

export class GroupStrategyStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<GroupStrategy | null> {
    return this.database.withTenant(context, async (manager) => {
      const rows: StrategyRow[] = await manager.query(
        `/* groupStrategies.find */ SELECT ${STRATEGY} FROM group_strategy WHERE id = $1`,
        [id],
      );
      return (await withVersions(manager, rows))[0] ?? null;
    });
  }

  /** By name. */
  async findOfGroups(context: RequestContext, groupIds: readonly string[]): Promise<readonly GroupStrategy[]> {
    return this.database.withTenant(context, async (manager) =>
      withVersions(
        manager,
        await manager.query(
          `/* groupStrategies.findOfGroups */ SELECT ${STRATEGY} FROM group_strategy WHERE brand_group_id = ANY($1) ORDER BY name, id`,
          [groupIds],
        ),
      ),
    );
  }

  /** False when a strategy of the group has the name. */
  async insert(
    manager: EntityManager,
    { organisationId, clock }: RequestContext,
    { id, brandGroupId, name }: StrategyRow,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* groupStrategies.insert */ INSERT INTO group_strategy (id, organisation_id, brand_group_id, name, created_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (brand_group_id, name) DO NOTHING RETURNING id`,
      [id, organisationId, brandGroupId, name, clock.now()],
    );
    return rows.length === 1;
  }

  /** False when the version is there already. */
  async insertVersion(
    manager: EntityManager,
    { organisationId }: RequestContext,
    id: string,
    { version, playbookId, brandId, categoryIds, note, content, promotedAt }: StrategyVersion,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* groupStrategies.insertVersion */ INSERT INTO group_strategy_version
         (group_strategy_id, version, organisation_id, playbook_id, brand_id, category_ids, note, content, promoted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (group_strategy_id, version) DO NOTHING RETURNING version`,
      [id, version, organisationId, playbookId, brandId, categoryIds, note, JSON.stringify(content), promotedAt],
    );
    return rows.length === 1;
  }

  findOverrides(context: RequestContext, strategyIds: readonly string[]): Promise<readonly StrategyOverride[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* groupStrategies.findOverrides */ SELECT ${OVERRIDE} FROM group_strategy_override WHERE group_strategy_id = ANY($1)`,
        [strategyIds],
      ),
    );
  }

  /** Writes version `expectedVersion` + 1, 0 being none; false when it moved on. */
  async setOverride(context: RequestContext, override: StrategyOverride): Promise<boolean> {
    const { groupStrategyId, brandId, version, reason, content } = override;
    const values = [groupStrategyId, brandId, context.organisationId, version, reason, JSON.stringify(content)];
    const rows: unknown[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* groupStrategies.setOverride */ INSERT INTO group_strategy_override AS kept
           (group_strategy_id, brand_id, organisation_id, version, reason, content, changed_at)
         SELECT $1, $2, $3, $4, $5, $6, $7 WHERE $4 = 1 OR EXISTS (
           SELECT FROM group_strategy_override WHERE group_strategy_id = $1 AND brand_id = $2)
         ON CONFLICT (group_strategy_id, brand_id) DO UPDATE
           SET version = excluded.version, reason = excluded.reason, content = excluded.content, changed_at = excluded.changed_at
           WHERE kept.version = excluded.version - 1
         RETURNING version`,
        [...values, context.clock.now()],
      ),
    );
    return rows.length === 1;
  }

  /** False when the version moved on. */
  async dropOverride(
    context: RequestContext,
    { groupStrategyId, brandId, version }: Pick<StrategyOverride, "groupStrategyId" | "brandId" | "version">,
  ): Promise<boolean> {
    const [rows]: [unknown[]] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* groupStrategies.dropOverride */ DELETE FROM group_strategy_override
         WHERE group_strategy_id = $1 AND brand_id = $2 AND version = $3 RETURNING version`,
        [groupStrategyId, brandId, version],
      ),
    );
    return rows.length === 1;
  }
}

async function withVersions(manager: EntityManager, rows: readonly StrategyRow[]): Promise<readonly GroupStrategy[]> {
  const versions: (StrategyVersion & { readonly strategyId: string })[] = await manager.query(
    `/* groupStrategies.findVersions */ SELECT version.* FROM unnest($1::uuid[]) AS strategy (id) CROSS JOIN LATERAL (
       SELECT group_strategy_id AS "strategyId", version, playbook_id AS "playbookId", brand_id AS "brandId",
         category_ids AS "categoryIds", note, content, promoted_at AS "promotedAt"
       FROM group_strategy_version WHERE group_strategy_id = strategy.id ORDER BY version DESC LIMIT $2) AS version`,
    [rows.map(({ id }) => id), MAX_VERSIONS],
  );
  return rows.map((row) => ({
    ...row,
    versions: versions.filter(({ strategyId }) => strategyId === row.id).map(({ strategyId, ...version }) => version),
  }));
}
