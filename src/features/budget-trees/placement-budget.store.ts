import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { type BudgetPlace, NO_PACK, type PlacementBudget, type PlacementUse } from "./budget-tree";

/** Half open. */
export interface YearSpan {
  readonly from: Date;
  readonly to: Date;
}

interface UseRow {
  readonly placementId: string;
  readonly campaignId: string;
  readonly step: BudgetPlace["step"];
  readonly channel: string;
  readonly packId: string | null;
  readonly committed: string;
  readonly spent: string;
}

interface BudgetRow extends Omit<PlacementBudget, "amount"> {
  readonly amount: string;
}

const BUDGET = `placement_id AS "placementId", amount_minor AS amount, currency_code AS "currencyCode",
  budget_plan_id AS "budgetPlanId", changed_at AS "changedAt"`;

const toBudget = (row: BudgetRow): PlacementBudget => ({ ...row, amount: BigInt(row.amount) });

export class PlacementBudgetStore {
  constructor(private readonly database: Database) {}

  async findByPlacements(
    context: RequestContext,
    placementIds: readonly string[],
  ): Promise<readonly PlacementBudget[]> {
    const rows: BudgetRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* placementBudgets.findByPlacements */ SELECT ${BUDGET} FROM placement_budget WHERE placement_id = ANY($1)`,
        [placementIds],
      ),
    );
    return rows.map(toBudget);
  }

  async read(manager: EntityManager, placementIds: readonly string[]): Promise<readonly PlacementBudget[]> {
    const rows: BudgetRow[] = await manager.query(
      `/* placementBudgets.read */ SELECT ${BUDGET} FROM placement_budget WHERE placement_id = ANY($1)`,
      [placementIds],
    );
    return rows.map(toBudget);
  }

  /** All placements of the brand's campaigns that begin in the span; what media reported is each period's highest version. */
  async readUses(manager: EntityManager, brandId: number, { from, to }: YearSpan): Promise<readonly PlacementUse[]> {
    const rows: UseRow[] = await manager.query(
      `/* placementBudgets.readUses */ SELECT placement.id AS "placementId", placement.campaign_id AS "campaignId", placement.step,
         placement.platform AS channel, placement.audience_pack_id AS "packId",
         coalesce(budget.amount_minor, 0) AS committed, coalesce(delivered.cost, 0) AS spent
       FROM campaign JOIN placement ON placement.campaign_id = campaign.id
       LEFT JOIN placement_budget AS budget ON budget.placement_id = placement.id
       LEFT JOIN LATERAL (
         SELECT sum(cost_minor) AS cost FROM (
           SELECT DISTINCT ON (period_start, period_end) cost_minor FROM placement_delivery AS delivery
           WHERE delivery.placement_id = placement.id ORDER BY period_start, period_end, version DESC
         ) AS figure
       ) AS delivered ON true
       WHERE campaign.brand_id = $1 AND campaign.starts_at >= $2 AND campaign.starts_at < $3
       ORDER BY placement.id`,
      [brandId, from, to],
    );
    return rows.map(({ placementId, campaignId, step, channel, packId, committed, spent }) => ({
      placementId,
      place: { campaignId, month: null, step, channel, crowd: packId ?? NO_PACK },
      committed: BigInt(committed),
      spent: BigInt(spent),
    }));
  }

  async set(
    manager: EntityManager,
    context: RequestContext,
    budgets: readonly Omit<PlacementBudget, "changedAt">[],
  ): Promise<void> {
    const column = <K extends keyof PlacementBudget>(key: Exclude<K, "changedAt">) =>
      budgets.map((row) => String(row[key]));
    await manager.query(
      `/* placementBudgets.set */ INSERT INTO placement_budget
         (organisation_id, changed_at, placement_id, amount_minor, currency_code, budget_plan_id)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::bigint[], $5::text[], $6::uuid[])
       ON CONFLICT (placement_id) DO UPDATE SET amount_minor = EXCLUDED.amount_minor, currency_code = EXCLUDED.currency_code,
         budget_plan_id = EXCLUDED.budget_plan_id, changed_at = EXCLUDED.changed_at`,
      [
        ...[context.organisationId, context.clock.now()],
        ...[column("placementId"), column("amount"), column("currencyCode"), column("budgetPlanId")],
      ],
    );
  }

  async remove(manager: EntityManager, placementIds: readonly string[]): Promise<void> {
    await manager.query("/* placementBudgets.remove */ DELETE FROM placement_budget WHERE placement_id = ANY($1)", [
      placementIds,
    ]);
  }
}
