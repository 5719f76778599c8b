import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { DecisionChange, DecisionState, HourlyDecision } from "./steering";

const DECISION = `id, plan_id AS "planId", state, version, plan_version AS "planVersion", applied_plan_version AS "appliedPlanVersion",
  known_at AS "knownAt", effective_from AS "effectiveFrom", evidence, outdated_at AS "outdatedAt",
  created_at AS "createdAt"`;

type DecisionRow = Omit<HourlyDecision, "changes">;

/** A step of the state machine. */
export interface DecisionStep {
  readonly id: string;
  readonly from: readonly DecisionState[];
  readonly to: DecisionState;
  readonly expectedVersion: number;
  /** Of the plan, which the step makes; null: it stays as it is. */
  readonly appliedPlanVersion: number | null;
  readonly reason: string | null;
}

export class HourlyDecisionStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<HourlyDecision | null> {
    return this.database.withTenant(context, async (manager) => {
      const rows: DecisionRow[] = await manager.query(
        `/* hourlyDecisions.find */ SELECT ${DECISION} FROM hourly_decision WHERE id = $1`,
        [id],
      );
      return (await withChanges(manager, rows))[0] ?? null;
    });
  }

  /** Of each plan, the one that is PROPOSED or APPROVED. */
  async findOpen(context: RequestContext, planIds: readonly string[]): Promise<readonly HourlyDecision[]> {
    return this.database.withTenant(context, async (manager) =>
      withChanges(
        manager,
        await manager.query(
          `/* hourlyDecisions.findOpen */ SELECT ${DECISION} FROM hourly_decision
           WHERE plan_id = ANY($1) AND state IN ('PROPOSED', 'APPROVED')`,
          [planIds],
        ),
      ),
    );
  }

  /** Newest first: ids grow with time. */
  async findPage(context: RequestContext, planId: string, page: PageRequest): Promise<Page<HourlyDecision>> {
    return this.database.withTenant(context, (manager) =>
      readPage<HourlyDecision>(
        page,
        ({ id }) => [id],
        async ({ after, before, fromEnd, limit }) =>
          withChanges(
            manager,
            await manager.query(
              `/* hourlyDecisions.findPage */ SELECT ${DECISION} FROM hourly_decision
               WHERE plan_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR id > $3)
               ORDER BY id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
              [planId, after?.[0] ?? null, before?.[0] ?? null, limit],
            ),
          ),
      ),
    );
  }

  async count(context: RequestContext, planId: string): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* hourlyDecisions.count */ SELECT count(*) FROM hourly_decision WHERE plan_id = $1", [planId]),
    );
    return Number(rows[0]!.count);
  }

  async insert(
    manager: EntityManager,
    { organisationId, clock }: RequestContext,
    decision: Pick<HourlyDecision, "id" | "planId" | "planVersion" | "knownAt" | "effectiveFrom" | "evidence"> & {
      readonly ordersUntil: Date | null;
    },
  ): Promise<void> {
    await manager.query(
      `/* hourlyDecisions.insert */ INSERT INTO hourly_decision
         (id, organisation_id, plan_id, state, version, plan_version, known_at, effective_from, evidence, orders_until, created_at)
       VALUES ($1, $2, $3, 'PROPOSED', 1, $4, $5, $6, $7, $8, $9)`,
      [
        ...[decision.id, organisationId, decision.planId, decision.planVersion, decision.knownAt],
        ...[decision.effectiveFrom, JSON.stringify(decision.evidence), decision.ordersUntil, clock.now()],
      ],
    );
  }

  /** Takes the step if the decision is in one of the states and at the version; false when it is not. */
  async step(
    manager: EntityManager,
    { id, from, to, expectedVersion, appliedPlanVersion }: DecisionStep,
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* hourlyDecisions.step */ UPDATE hourly_decision SET state = $4, version = version + 1,
         applied_plan_version = coalesce($5, applied_plan_version)
       WHERE id = $1 AND version = $2 AND state = ANY($3)`,
      [id, expectedVersion, from, to, appliedPlanVersion],
    );
    return changed === 1;
  }

  /** Closes the plan's open decision for a newer one; its id and new version. */
  async supersede(
    manager: EntityManager,
    planId: string,
  ): Promise<readonly { readonly id: string; readonly version: number }[]> {
    const [rows]: [{ id: string; version: number }[], number] = await manager.query(
      `/* hourlyDecisions.supersede */ UPDATE hourly_decision SET state = 'SUPERSEDED', version = version + 1
       WHERE plan_id = $1 AND state IN ('PROPOSED', 'APPROVED') RETURNING id, version`,
      [planId],
    );
    return rows;
  }

  async insertChange(
    manager: EntityManager,
    { organisationId, actor, clock }: RequestContext,
    decisionId: string,
    change: Pick<DecisionChange, "version" | "change" | "reason" | "isAutomatic">,
  ): Promise<void> {
    await manager.query(
      `/* hourlyDecisions.insertChange */ INSERT INTO hourly_decision_change
         (decision_id, version, organisation_id, change, reason, is_automatic, access_key_id, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[decisionId, change.version, organisationId, change.change, change.reason, change.isAutomatic],
        ...[actor.accessKeyId, clock.now()],
      ],
    );
  }
}

async function withChanges(manager: EntityManager, rows: readonly DecisionRow[]): Promise<readonly HourlyDecision[]> {
  const changes: (DecisionChange & { readonly decisionId: string })[] = await manager.query(
    `/* hourlyDecisions.findChanges */ SELECT decision_id AS "decisionId", version, change, reason, is_automatic AS "isAutomatic",
       access_key_id AS "accessKeyId", changed_at AS "changedAt"
     FROM hourly_decision_change WHERE decision_id = ANY($1) ORDER BY version`,
    [rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    ...row,
    changes: changes.flatMap(({ decisionId, ...change }) => (decisionId === row.id ? [change] : [])),
  }));
}
