import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ControlChange, ControlledAmount } from "./control-change";

interface StoredAmount extends Omit<ControlledAmount, "before" | "after"> {
  readonly before: string | null;
  readonly after: string | null;
}

interface ChangeRow extends Omit<ControlChange, "amounts"> {
  readonly amounts: readonly StoredAmount[];
}

const CHANGE = `change.id, change.brand_id AS "brandId", change.number, change.campaign_ids AS "campaignIds", change.tree_id AS "treeId", change.kind,
  change.reason, change.amounts, change.currency_code AS "currencyCode", change.budget_plan_id AS "budgetPlanId", change.year_plan_id AS "yearPlanId",
  change.undoes_id AS "undoesId", undo.id AS "undoneById", change.undoable_until AS "undoableUntil",
  change.access_key_id AS "accessKeyId", change.changed_at AS "changedAt"`;

const FROM = "control_change AS change LEFT JOIN control_change AS undo ON undo.undoes_id = change.id";

const toMinor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
const toText = (minor: bigint | null): string | null => (minor === null ? null : String(minor));

const toChange = (row: ChangeRow): ControlChange => ({
  ...row,
  amounts: row.amounts.map((amount) => ({ ...amount, before: toMinor(amount.before), after: toMinor(amount.after) })),
});

/** Whose log is read. */
export interface ControlScope {
  readonly brandId: number;
  /** Null: all of the brand's. */
  readonly campaignId: string | null;
}

export class ControlChangeStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly ControlChange[]> {
    const rows: ChangeRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* controlChanges.findByIds */ SELECT ${CHANGE} FROM ${FROM} WHERE change.id = ANY($1)`, [ids]),
    );
    return rows.map(toChange);
  }

  /** The newest first. */
  findPage(context: RequestContext, scope: ControlScope, request: PageRequest): Promise<Page<ControlChange>> {
    return readPage(
      request,
      ({ number }) => [String(number)],
      async ({ after, before, fromEnd, limit }) => {
        const rows: ChangeRow[] = await this.database.withTenant(context, (manager) =>
          manager.query(
            `/* controlChanges.findPage */ SELECT ${CHANGE} FROM ${FROM}
             WHERE change.brand_id = $1 AND ($2::uuid IS NULL OR $2 = ANY (change.campaign_ids))
               AND ($3::integer IS NULL OR change.number < $3) AND ($4::integer IS NULL OR change.number > $4)
             ORDER BY change.number ${fromEnd ? "ASC" : "DESC"} LIMIT $5`,
            [scope.brandId, scope.campaignId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
        );
        return rows.map(toChange);
      },
    );
  }

  async count(context: RequestContext, { brandId, campaignId }: ControlScope): Promise<number> {
    const [row]: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* controlChanges.count */ SELECT count(*) FROM control_change
         WHERE brand_id = $1 AND ($2::uuid IS NULL OR $2 = ANY (campaign_ids))`,
        [brandId, campaignId],
      ),
    );
    return Number(row!.count);
  }

  async isUndone(manager: EntityManager, id: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      "/* controlChanges.isUndone */ SELECT 1 FROM control_change WHERE undoes_id = $1",
      [id],
    );
    return rows.length > 0;
  }

  /** Under the brand's lock, so that numbers follow each other. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    change: Omit<ControlChange, "number" | "undoneById">,
  ): Promise<void> {
    const amounts = change.amounts.map((amount) => ({
      ...amount,
      before: toText(amount.before),
      after: toText(amount.after),
    }));
    await manager.query(
      `/* controlChanges.insert */ INSERT INTO control_change (id, organisation_id, brand_id, number, campaign_ids, tree_id, kind, reason, amounts,
         currency_code, budget_plan_id, year_plan_id, undoes_id, undoable_until, access_key_id, changed_at)
       VALUES ($1, $2, $3, (SELECT coalesce(max(number), 0) + 1 FROM control_change WHERE brand_id = $3),
         $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        ...[change.id, context.organisationId, change.brandId, change.campaignIds, change.treeId, change.kind],
        ...[change.reason, JSON.stringify(amounts), change.currencyCode, change.budgetPlanId],
        ...[change.yearPlanId, change.undoesId, change.undoableUntil, change.accessKeyId, change.changedAt],
      ],
    );
  }
}
