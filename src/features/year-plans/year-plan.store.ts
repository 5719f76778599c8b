import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { MAX_LISTED_PLANS, MONTHS, type YearPlan, type YearPlanLine } from "./year-plan";

interface StoredLine extends Omit<YearPlanLine, "amount" | "lastYear"> {
  readonly amount: string;
  readonly lastYear: string | null;
}

interface PlanRow extends Omit<YearPlan, "total" | "lines"> {
  readonly total: string;
  readonly lines: readonly StoredLine[];
}

const PLAN = `plan.id, plan.brand_id AS "brandId", plan.year, plan.name, plan.version, plan.state, plan.objective,
  plan.total_minor AS total, plan.currency_code AS "currencyCode", plan.lines, plan.certificate,
  plan.approved_by_id AS "approvedById", plan.approved_at AS "approvedAt", plan.created_at AS "createdAt"`;

/** A plan exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "year_plan AS plan JOIN brand_grant ON brand_grant.brand_id = plan.brand_id";

const toPlan = (row: PlanRow): YearPlan => ({
  ...row,
  total: BigInt(row.total),
  lines: row.lines.map((line) => ({
    ...line,
    amount: BigInt(line.amount),
    lastYear: line.lastYear === null ? null : BigInt(line.lastYear),
  })),
});

export class YearPlanStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly YearPlan[]> {
    const rows: PlanRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* yearPlans.findByIds */ SELECT ${PLAN} FROM ${VISIBLE} WHERE plan.id = ANY($1)`, [ids]),
    );
    return rows.map(toPlan);
  }

  /** The newest first: ids grow with time. */
  async findOfYear(context: RequestContext, brandId: number, year: number): Promise<readonly YearPlan[]> {
    const rows: PlanRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* yearPlans.findOfYear */ SELECT ${PLAN} FROM ${VISIBLE} WHERE plan.brand_id = $1 AND year = $2
         ORDER BY plan.id DESC LIMIT $3`,
        [brandId, year, MAX_LISTED_PLANS],
      ),
    );
    return rows.map(toPlan);
  }

  /** What media reported of a year by platform and month of the zone, January first. */
  async findSpend(
    context: RequestContext,
    { brandId, year, zone }: { readonly brandId: number; readonly year: number; readonly zone: string },
  ): Promise<ReadonlyMap<string, readonly bigint[]>> {
    const rows: { platform: string; month: number; cost: string }[] = await this.database.withTenant(
      context,
      (manager) =>
        manager.query(
          `/* yearPlans.findSpend */ SELECT platform, extract(month FROM period_start AT TIME ZONE $3)::integer AS month,
             sum(cost_minor) AS cost
           FROM (
             SELECT DISTINCT ON (delivery.placement_id, period_start, period_end) placement.platform, period_start, cost_minor
             FROM placement_delivery AS delivery JOIN placement ON placement.id = delivery.placement_id
             JOIN campaign ON campaign.id = placement.campaign_id
             WHERE campaign.brand_id = $1 AND period_start >= make_timestamptz($2, 1, 1, 0, 0, 0, $3)
               AND period_start < make_timestamptz($2 + 1, 1, 1, 0, 0, 0, $3)
             ORDER BY delivery.placement_id, period_start, period_end, delivery.version DESC
           ) AS figure GROUP BY platform, month`,
          [brandId, year, zone],
        ),
    );
    const spend = new Map<string, bigint[]>();
    for (const { platform, month, cost } of rows) {
      const months = spend.get(platform) ?? new Array<bigint>(MONTHS).fill(0n);
      months[month - 1] = BigInt(cost);
      spend.set(platform, months);
    }
    return spend;
  }

  async insert(manager: EntityManager, context: RequestContext, plan: YearPlan): Promise<void> {
    const lines = plan.lines.map(
      (line): StoredLine => ({
        ...line,
        amount: String(line.amount),
        lastYear: line.lastYear === null ? null : String(line.lastYear),
      }),
    );
    await manager.query(
      `/* yearPlans.insert */ INSERT INTO year_plan
         (id, organisation_id, brand_id, year, name, version, state, objective, total_minor, currency_code, lines, certificate, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[plan.id, context.organisationId, plan.brandId, plan.year, plan.name, plan.version, plan.state],
        ...[plan.objective, String(plan.total), plan.currencyCode, JSON.stringify(lines)],
        ...[JSON.stringify(plan.certificate), plan.createdAt],
      ],
    );
  }

  /** Returns false when the plan is no draft or at another version. */
  async approve(
    manager: EntityManager,
    context: RequestContext,
    id: string,
    expectedVersion: number,
  ): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* yearPlans.approve */ UPDATE year_plan SET state = 'APPROVED', version = version + 1, approved_by_id = $3, approved_at = $4
       WHERE id = $1 AND version = $2 AND state = 'DRAFT'`,
      [id, expectedVersion, context.actor.accessKeyId, context.clock.now()],
    );
    return affected === 1;
  }

  async findState(manager: EntityManager, id: string): Promise<Pick<YearPlan, "state" | "version">> {
    const rows: Pick<YearPlan, "state" | "version">[] = await manager.query(
      "/* yearPlans.findState */ SELECT state, version FROM year_plan WHERE id = $1",
      [id],
    );
    return rows[0]!;
  }
}
