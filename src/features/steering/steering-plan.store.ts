import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Period } from "../campaigns";
import {
  MAX_LISTED_PLANS,
  type SteeringLevel,
  type SteeringLine,
  type SteeringMode,
  type SteeringPlan,
} from "./steering";

const PLAN = `plan.id, plan.campaign_id AS "campaignId", plan.name, plan.starts_at AS "startsAt", plan.ends_at AS "endsAt",
  plan.total_minor AS total, plan.currency_code AS "currencyCode", plan.outcome, plan.lookback_days AS "lookbackDays", plan.hour_weights AS "hourWeights",
  plan.late_hours AS "lateHours", plan.max_step_percent AS "maxStepPercent", plan.seed, plan.mode, plan.version,
  plan.created_at AS "createdAt", plan.ended_at AS "endedAt"`;
const VISIBLE = `steering_plan AS plan JOIN campaign ON campaign.id = plan.campaign_id
  JOIN brand_grant ON brand_grant.brand_id = campaign.brand_id`;

type PlanRow = Omit<SteeringPlan, "window" | "total" | "lines" | "levels"> & {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly total: string;
};

interface LineRow {
  readonly planId: string;
  readonly placementId: string;
  readonly planned: string;
  readonly floor: string;
  readonly ceiling: string | null;
  readonly isFrozen: boolean;
}

interface LevelRow extends Omit<SteeringLevel, "level"> {
  readonly planId: string;
  readonly level: string;
}

export interface DuePlan {
  readonly id: string;
  readonly organisationId: string;
  readonly accessKeyId: string;
}

export class SteeringPlanStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<SteeringPlan | null> {
    const [plan] = await this.read(context, "findPlan", "plan.id = $1", [id]);
    return plan ?? null;
  }

  /** Those that run or will, newest first. */
  findActiveOfBrand(context: RequestContext, brandId: number): Promise<readonly SteeringPlan[]> {
    const condition = "campaign.brand_id = $1 AND plan.ended_at IS NULL AND plan.ends_at > $2";
    return this.read(context, "findActiveOfBrand", condition, [brandId, context.clock.now()]);
  }

  findOfCampaign(context: RequestContext, campaignId: string): Promise<readonly SteeringPlan[]> {
    return this.read(context, "findOfCampaign", "plan.campaign_id = $1", [campaignId]);
  }

  /** Makes changes of a campaign's plans wait for each other. */
  async lockCampaign(manager: EntityManager, campaignId: string): Promise<void> {
    await manager.query("/* steering.lockCampaign */ SELECT 1 FROM campaign WHERE id = $1 FOR NO KEY UPDATE", [
      campaignId,
    ]);
  }

  /** Of placements, those that another plan steers at some time of the window. */
  async findTaken(
    manager: EntityManager,
    placementIds: readonly string[],
    { from, to }: Period,
  ): Promise<readonly string[]> {
    const rows: { placementId: string }[] = await manager.query(
      `/* steering.findTaken */ SELECT DISTINCT placement_id AS "placementId" FROM steering_line AS line
       JOIN steering_plan AS plan ON plan.id = line.plan_id
       WHERE placement_id = ANY($1) AND plan.ended_at IS NULL AND plan.starts_at < $3 AND $2 < plan.ends_at`,
      [placementIds, from, to],
    );
    return rows.map(({ placementId }) => placementId);
  }

  async insert(manager: EntityManager, context: RequestContext, plan: SteeringPlan): Promise<void> {
    const { organisationId, actor, clock } = context;
    await manager.query(
      `/* steering.insertPlan */ INSERT INTO steering_plan (id, organisation_id, campaign_id, name, starts_at, ends_at, total_minor,
         currency_code, outcome, lookback_days, hour_weights, late_hours, max_step_percent, seed, mode, version, access_key_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'MANUAL', 1, $15, $16)`,
      [
        ...[plan.id, organisationId, plan.campaignId, plan.name, plan.window.from, plan.window.to, String(plan.total)],
        ...[plan.currencyCode, plan.outcome, plan.lookbackDays, plan.hourWeights, plan.lateHours],
        ...[plan.maxStepPercent, plan.seed],
        ...[actor.accessKeyId, clock.now()],
      ],
    );
    await this.insertLines(manager, context, plan);
    await this.setLevels(manager, context, plan.id, plan.levels);
  }

  /** Takes the next version and holds the row until the transaction ends; false when the plan is at another one, or has ended. */
  async advance(manager: EntityManager, id: string, expectedVersion: number): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* steering.advance */ UPDATE steering_plan SET version = version + 1
       WHERE id = $1 AND version = $2 AND ended_at IS NULL`,
      [id, expectedVersion],
    );
    return changed === 1;
  }

  /** Holds the row until the transaction ends; its version. */
  async lock(manager: EntityManager, id: string): Promise<number> {
    const rows: { version: number }[] = await manager.query(
      "/* steering.lock */ SELECT version FROM steering_plan WHERE id = $1 FOR NO KEY UPDATE",
      [id],
    );
    return rows[0]!.version;
  }

  async setBounds(manager: EntityManager, planId: string, lines: readonly SteeringLine[]): Promise<void> {
    await manager.query(
      `/* steering.setBounds */ UPDATE steering_line SET floor_minor = row.floor, ceiling_minor = row.ceiling, is_frozen = row.is_frozen
       FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::boolean[]) AS row (placement_id, floor, ceiling, is_frozen)
       WHERE steering_line.plan_id = $1 AND steering_line.placement_id = row.placement_id`,
      [planId, ...boundColumns(lines)],
    );
  }

  async setMode(
    manager: EntityManager,
    { actor }: RequestContext,
    { id, mode }: { readonly id: string; readonly mode: SteeringMode },
  ): Promise<void> {
    await manager.query("/* steering.setMode */ UPDATE steering_plan SET mode = $2, access_key_id = $3 WHERE id = $1", [
      ...[id, mode, actor.accessKeyId],
    ]);
  }

  async end(manager: EntityManager, { clock }: RequestContext, id: string): Promise<void> {
    await manager.query("/* steering.end */ UPDATE steering_plan SET ended_at = $2 WHERE id = $1", [id, clock.now()]);
  }

  /** From their hours on; a level that was set for the same hour is replaced. */
  async setLevels(
    manager: EntityManager,
    { organisationId }: RequestContext,
    planId: string,
    levels: readonly SteeringLevel[],
  ): Promise<void> {
    await manager.query(
      `/* steering.setLevels */ INSERT INTO steering_level (plan_id, organisation_id, placement_id, valid_from, level_minor)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::timestamptz[], $5::bigint[])
       ON CONFLICT (plan_id, placement_id, valid_from) DO UPDATE SET level_minor = excluded.level_minor`,
      [
        ...[planId, organisationId, levels.map(({ placementId }) => placementId)],
        ...[levels.map(({ validFrom }) => validFrom), levels.map(({ level }) => String(level))],
      ],
    );
  }

  /** Running plans in automatic mode whose present hour no worker has taken. */
  findDue(now: Date): Promise<readonly DuePlan[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* steering.findDue */ SELECT id, organisation_id AS "organisationId", access_key_id AS "accessKeyId" FROM steering_plan
         WHERE mode = 'AUTOMATIC' AND ended_at IS NULL AND starts_at <= $1 AND $1 < ends_at
           AND (automatic_hour IS NULL OR automatic_hour < date_trunc('hour', $1::timestamptz))`,
        [now],
      ),
    );
  }

  /** Takes the present hour of a plan; false when another worker did. */
  async takeHour({ id, organisationId }: DuePlan, now: Date): Promise<boolean> {
    const [, changed]: [unknown, number] = await this.database.withTenant({ organisationId }, (manager) =>
      manager.query(
        `/* steering.takeHour */ UPDATE steering_plan SET automatic_hour = date_trunc('hour', $2::timestamptz)
         WHERE id = $1 AND mode = 'AUTOMATIC' AND (automatic_hour IS NULL OR automatic_hour < date_trunc('hour', $2::timestamptz))`,
        [id, now],
      ),
    );
    return changed === 1;
  }

  private async insertLines(
    manager: EntityManager,
    { organisationId }: RequestContext,
    { id, lines }: SteeringPlan,
  ): Promise<void> {
    await manager.query(
      `/* steering.insertLines */ INSERT INTO steering_line
         (plan_id, organisation_id, placement_id, floor_minor, ceiling_minor, is_frozen, planned_minor, place)
       SELECT $1, $2, placement_id, floor, ceiling, is_frozen, planned, place - 1
       FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::boolean[], $7::bigint[]) WITH ORDINALITY
         AS row (placement_id, floor, ceiling, is_frozen, planned, place)`,
      [id, organisationId, ...boundColumns(lines), lines.map(({ planned }) => String(planned))],
    );
  }

  private async read(
    context: RequestContext,
    name: string,
    condition: string,
    values: readonly unknown[],
  ): Promise<readonly SteeringPlan[]> {
    return this.database.withTenant(context, async (manager) => {
      const rows: PlanRow[] = await manager.query(
        `/* steering.${name} */ SELECT ${PLAN} FROM ${VISIBLE} WHERE ${condition} ORDER BY plan.id DESC LIMIT ${MAX_LISTED_PLANS}`,
        [...values],
      );
      return withLines(manager, rows);
    });
  }
}

const boundColumns = (lines: readonly SteeringLine[]): readonly unknown[] => [
  lines.map(({ placementId }) => placementId),
  lines.map(({ floor }) => String(floor)),
  lines.map(({ ceiling }) => (ceiling === null ? null : String(ceiling))),
  lines.map(({ isFrozen }) => isFrozen),
];

async function withLines(manager: EntityManager, rows: readonly PlanRow[]): Promise<readonly SteeringPlan[]> {
  const ids = [rows.map(({ id }) => id)];
  const lines: LineRow[] = await manager.query(
    `/* steering.findLines */ SELECT plan_id AS "planId", placement_id AS "placementId", planned_minor AS planned,
       floor_minor AS floor, ceiling_minor AS ceiling, is_frozen AS "isFrozen"
     FROM steering_line WHERE plan_id = ANY($1) ORDER BY place`,
    ids,
  );
  const levels: LevelRow[] = await manager.query(
    `/* steering.findLevels */ SELECT plan_id AS "planId", placement_id AS "placementId", valid_from AS "validFrom", level_minor AS level
     FROM steering_level WHERE plan_id = ANY($1) ORDER BY valid_from`,
    ids,
  );
  return rows.map(({ startsAt, endsAt, total, ...plan }) => ({
    ...plan,
    window: { from: startsAt, to: endsAt },
    total: BigInt(total),
    lines: lines.flatMap(({ planId, planned, floor, ceiling, ...line }) =>
      planId === plan.id
        ? [
            {
              ...line,
              ...{ planned: BigInt(planned), floor: BigInt(floor) },
              ceiling: ceiling === null ? null : BigInt(ceiling),
            },
          ]
        : [],
    ),
    levels: levels.flatMap(({ planId, level, ...row }) =>
      planId === plan.id ? [{ ...row, level: BigInt(level) }] : [],
    ),
  }));
}
