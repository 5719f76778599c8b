import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { FindingTask, TaskState } from "./finding-task";

export interface TaskFilter {
  /** Null: any. */
  readonly states: readonly TaskState[] | null;
  readonly team: string | null;
}

interface TaskRow extends Omit<FindingTask, "baseline"> {
  readonly baselineAsOf: Date;
  readonly baselineFrom: Date;
  readonly baselineValue: number;
}

const TASK = `finding_task.id, finding_task.brand_id AS "brandId", summary, team, due_on::text AS "dueOn", state, metric, keyword,
  baseline_as_of AS "baselineAsOf", baseline_from AS "baselineFrom", baseline_value AS "baselineValue", target_value AS target,
  note, finding_task.version, created_by AS "createdBy", finding_task.created_at AS "createdAt", updated_at AS "updatedAt"`;

/** A task exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "finding_task JOIN brand_grant ON brand_grant.brand_id = finding_task.brand_id";

const MATCHES =
  "finding_task.brand_id = $1 AND ($2::text[] IS NULL OR state = ANY($2)) AND ($3::text IS NULL OR team = $3)";

const toTask = ({ baselineAsOf: asOf, baselineFrom: from, baselineValue: value, ...row }: TaskRow): FindingTask => ({
  ...row,
  baseline: { asOf, from, value },
});

export class FindingTaskStore {
  constructor(private readonly database: Database) {}

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly FindingTask[]> {
    const rows: TaskRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* findingTasks.findByIds */ SELECT ${TASK} FROM ${VISIBLE} WHERE finding_task.id = ANY($1)`, [
        ids,
      ]),
    );
    return rows.map(toTask);
  }

  /** Due first, then the older. */
  findPage(
    context: RequestContext,
    brandId: number,
    { states, team }: TaskFilter,
    request: PageRequest,
  ): Promise<Page<FindingTask>> {
    return this.database.withTenant(context, (manager) =>
      readPage<FindingTask>(
        request,
        ({ dueOn, id }) => [dueOn, id],
        async ({ after, before, fromEnd, limit }) => {
          const direction = fromEnd ? "DESC" : "ASC";
          const rows: TaskRow[] = await manager.query(
            `/* findingTasks.findPage */ SELECT ${TASK} FROM ${VISIBLE} WHERE ${MATCHES}
               AND ($4::date IS NULL OR (due_on, finding_task.id) > ($4, $5::uuid))
               AND ($6::date IS NULL OR (due_on, finding_task.id) < ($6, $7::uuid))
             ORDER BY due_on ${direction}, finding_task.id ${direction} LIMIT $8`,
            [
              brandId,
              states,
              team,
              after?.[0] ?? null,
              after?.[1] ?? null,
              before?.[0] ?? null,
              before?.[1] ?? null,
              limit,
            ],
          );
          return rows.map(toTask);
        },
      ),
    );
  }

  async count(context: RequestContext, brandId: number, { states, team }: TaskFilter): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* findingTasks.count */ SELECT count(*) FROM ${VISIBLE} WHERE ${MATCHES}`, [
        brandId,
        states,
        team,
      ]),
    );
    return Number(rows[0]!.count);
  }

  async insert(manager: EntityManager, context: RequestContext, task: FindingTask): Promise<void> {
    const { baseline } = task;
    await manager.query(
      `/* findingTasks.insert */ INSERT INTO finding_task (id, organisation_id, brand_id, summary, team, due_on, state, metric, keyword,
         baseline_as_of, baseline_from, baseline_value, target_value, note, version, created_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
      [
        ...[task.id, context.organisationId, task.brandId, task.summary, task.team, task.dueOn, task.state],
        ...[task.metric, task.keyword, baseline.asOf, baseline.from, baseline.value, task.target],
        ...[task.note, task.version, task.createdBy, task.createdAt, task.updatedAt],
      ],
    );
  }

  /** Takes the next version; false when the task is at another one than `task`. */
  async update(manager: EntityManager, task: FindingTask): Promise<boolean> {
    const { id, version, summary, team, dueOn, state, target, note, updatedAt } = task;
    const [, affected]: [unknown[], number] = await manager.query(
      `/* findingTasks.update */ UPDATE finding_task SET summary = $3, team = $4, due_on = $5, state = $6, target_value = $7,
         note = $8, updated_at = $9, version = version + 1 WHERE id = $1 AND version = $2`,
      [id, version, summary, team, dueOn, state, target, note, updatedAt],
    );
    return affected === 1;
  }
}
