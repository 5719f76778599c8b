import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { BudgetPlan, PlanCertificate, PlannedLine, PlanTerms } from "./budget-plan";

/** A line as JSON keeps it: minor units as strings, for they may pass 2^53. */
interface StoredLine extends Omit<PlannedLine, "lower" | "upper" | "current" | "amount" | "byPeriod"> {
  readonly lower: string | null;
  readonly upper: string | null;
  readonly current: string | null;
  readonly amount: string;
  readonly byPeriod: readonly string[];
}

interface PlanRow extends Omit<BudgetPlan, "total" | "lines" | "terms"> {
  readonly total: string;
  readonly lines: readonly StoredLine[];
  readonly certificate: PlanCertificate;
  readonly terms: PlanTerms | null;
}

const PLAN = `id, campaign_id AS "campaignId", name, terms, version, state, objective, total_minor AS total, currency_code AS "currencyCode",
  lines, certificate, approved_by_id AS "approvedById", approved_at AS "approvedAt", created_at AS "createdAt"`;

const NO_TERMS: PlanTerms = { target: null, weights: [], calendar: null };

const toText = (minor: bigint | null): string | null => (minor === null ? null : String(minor));
const toMinor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

const toStored = (line: PlannedLine): StoredLine => ({
  ...line,
  lower: toText(line.lower),
  upper: toText(line.upper),
  current: toText(line.current),
  amount: String(line.amount),
  byPeriod: line.byPeriod.map(String),
});

const toPlan = (row: PlanRow): BudgetPlan => ({
  ...row,
  total: BigInt(row.total),
  terms: row.terms ?? NO_TERMS,
  lines: row.lines.map((line) => ({
    ...line,
    lower: toMinor(line.lower),
    upper: toMinor(line.upper),
    current: toMinor(line.current),
    amount: BigInt(line.amount),
    // Plans before groups and stored curves have neither.
    mayBeOff: line.mayBeOff ?? false,
    interval: line.interval ?? null,
    // Nor have those before calendars and mixes theirs.
    spendIn: line.spendIn ?? null,
    byPeriod: (line.byPeriod ?? []).map(BigInt),
    parts: line.parts ?? [],
  })),
});

export class BudgetPlanStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly BudgetPlan[]> {
    const rows: PlanRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* budgets.findByIds */ SELECT ${PLAN} FROM budget_plan WHERE id = ANY($1)`, [ids]),
    );
    return rows.map(toPlan);
  }

  /** The newest of each campaign, at most `limit`, newest first: ids grow with time. */
  async findByCampaignIds(
    context: RequestContext,
    campaignIds: readonly string[],
    limit: number,
  ): Promise<readonly BudgetPlan[]> {
    const rows: PlanRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* budgets.findByCampaignIds */ SELECT plan.* FROM unnest($1::uuid[]) AS campaign (id)
         CROSS JOIN LATERAL (
           SELECT ${PLAN} FROM budget_plan WHERE budget_plan.campaign_id = campaign.id ORDER BY budget_plan.id DESC LIMIT $2
         ) AS plan
         ORDER BY plan.id DESC`,
        [campaignIds, limit],
      ),
    );
    return rows.map(toPlan);
  }

  async insert(manager: EntityManager, context: RequestContext, plan: BudgetPlan): Promise<void> {
    await manager.query(
      `/* budgets.insert */ INSERT INTO budget_plan
         (id, organisation_id, campaign_id, version, state, objective, total_minor, currency_code, lines, certificate, created_at,
          name, terms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        plan.id,
        context.organisationId,
        plan.campaignId,
        plan.version,
        plan.state,
        plan.objective,
        String(plan.total),
        plan.currencyCode,
        JSON.stringify(plan.lines.map(toStored)),
        JSON.stringify(plan.certificate),
        plan.createdAt,
        plan.name,
        JSON.stringify(plan.terms),
      ],
    );
  }

  /** Returns false when the plan is no draft or at another version. */
  async approve(
    manager: EntityManager,
    context: RequestContext,
    { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
  ): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* budgets.approve */ UPDATE budget_plan SET state = 'APPROVED', version = version + 1, approved_by_id = $3, approved_at = $4
       WHERE id = $1 AND version = $2 AND state = 'DRAFT'`,
      [id, expectedVersion, context.actor.accessKeyId, context.clock.now()],
    );
    return affected === 1;
  }

  async findState(manager: EntityManager, id: string): Promise<Pick<BudgetPlan, "state" | "version">> {
    const rows: Pick<BudgetPlan, "state" | "version">[] = await manager.query(
      "/* budgets.findState */ SELECT state, version FROM budget_plan WHERE id = $1",
      [id],
    );
    return rows[0]!;
  }
}
