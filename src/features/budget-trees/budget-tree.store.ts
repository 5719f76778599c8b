import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { parentKey } from "./budget-place";
import type { BudgetTree } from "./budget-tree";
import type { PlannedAmounts } from "./tree-figures";

const TREE = `budget_tree.id, budget_tree.brand_id AS "brandId", budget_tree.year, budget_tree.currency_code AS "currencyCode",
  budget_tree.version, budget_tree.created_at AS "createdAt"`;

/** A tree exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "budget_tree JOIN brand_grant ON brand_grant.brand_id = budget_tree.brand_id";

export class BudgetTreeStore {
  constructor(private readonly database: Database) {}

  findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly BudgetTree[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* budgetTrees.findByIds */ SELECT ${TREE} FROM ${VISIBLE} WHERE budget_tree.id = ANY($1)`, [ids]),
    );
  }

  async findOfYear(context: RequestContext, brandId: number, year: number): Promise<BudgetTree | null> {
    const rows: BudgetTree[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* budgetTrees.findOfYear */ SELECT ${TREE} FROM ${VISIBLE} WHERE budget_tree.brand_id = $1 AND year = $2`,
        [brandId, year],
      ),
    );
    return rows[0] ?? null;
  }

  /** Makes changes of a brand's budgets wait for each other until the transaction ends. */
  async lockBrand(manager: EntityManager, brandId: number): Promise<void> {
    await manager.query("/* budgetTrees.lockBrand */ SELECT pg_advisory_xact_lock(hashtext('budget_tree'), $1)", [
      brandId,
    ]);
  }

  /** As it is now, under the lock. */
  async read(manager: EntityManager, brandId: number, year: number): Promise<BudgetTree | null> {
    const rows: BudgetTree[] = await manager.query(
      `/* budgetTrees.read */ SELECT ${TREE} FROM budget_tree WHERE brand_id = $1 AND year = $2`,
      [brandId, year],
    );
    return rows[0] ?? null;
  }

  async readPlanned(manager: EntityManager, treeId: string): Promise<PlannedAmounts> {
    const rows: { key: string; planned: string }[] = await manager.query(
      "/* budgetTrees.readPlanned */ SELECT key, planned_minor AS planned FROM budget_node WHERE tree_id = $1 ORDER BY key",
      [treeId],
    );
    return new Map(rows.map(({ key, planned }) => [key, BigInt(planned)]));
  }

  /** False when the year has a tree already. */
  async insert(manager: EntityManager, context: RequestContext, tree: BudgetTree): Promise<boolean> {
    const inserted: unknown[] = await manager.query(
      `/* budgetTrees.insert */ INSERT INTO budget_tree (id, organisation_id, brand_id, year, currency_code, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id, brand_id, year) DO NOTHING RETURNING id`,
      [tree.id, context.organisationId, tree.brandId, tree.year, tree.currencyCode, tree.version, tree.createdAt],
    );
    return inserted.length === 1;
  }

  async setNodes(
    manager: EntityManager,
    context: RequestContext,
    treeId: string,
    planned: PlannedAmounts,
  ): Promise<void> {
    const keys = [...planned.keys()];
    await manager.query(
      `/* budgetTrees.setNodes */ INSERT INTO budget_node (tree_id, organisation_id, key, parent_key, planned_minor)
       SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::bigint[])
       ON CONFLICT (tree_id, key) DO UPDATE SET planned_minor = EXCLUDED.planned_minor`,
      [treeId, context.organisationId, keys, keys.map(parentKey), [...planned.values()].map(String)],
    );
  }

  async removeNodes(manager: EntityManager, treeId: string, keys: readonly string[]): Promise<void> {
    await manager.query("/* budgetTrees.removeNodes */ DELETE FROM budget_node WHERE tree_id = $1 AND key = ANY($2)", [
      treeId,
      keys,
    ]);
  }

  async advance(manager: EntityManager, treeId: string): Promise<void> {
    await manager.query("/* budgetTrees.advance */ UPDATE budget_tree SET version = version + 1 WHERE id = $1", [
      treeId,
    ]);
  }
}
