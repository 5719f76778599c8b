import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { FindingTask, TaskFigure } from "./finding-task";
import type { FindingTaskStore, TaskFilter } from "./finding-task.store";
import type { TaskFigures } from "./task-figures";

/** Reads tasks; what the caller may not see does not exist. */
export class FindingTaskService {
  constructor(
    private readonly store: FindingTaskStore,
    private readonly figures: TaskFigures,
    private readonly brands: BrandService,
  ) {}

  tasks(context: RequestContext): DataLoader<string, FindingTask | null> {
    return context.memo(
      this.tasks,
      () =>
        new DataLoader<string, FindingTask | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  /** A visible task for a change; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<FindingTask> {
    const task = await this.tasks(context).load(id);
    if (task) return task;
    const message = `${field.join(".")} must name a task of this organisation; list them with brand { findingTasks }.`;
    throw UserProblems.one("NOT_FOUND", field, message);
  }

  /** The task's figure at a later instant, over a window as long as the baseline's; null where the instant is not later. */
  async result(context: RequestContext, task: FindingTask, asOf: Date): Promise<TaskFigure | null> {
    const { baseline, brandId } = task;
    if (asOf <= baseline.asOf) return null;
    const length = baseline.asOf.getTime() - baseline.from.getTime();
    const brand = (await this.brands.findGranted(context, brandId))!;
    return this.figures.read(context, brand, task, { from: new Date(asOf.getTime() - length), asOf });
  }

  page(context: RequestContext, brandId: number, filter: TaskFilter, request: PageRequest): Promise<Page<FindingTask>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 2 && DAY.test(cursor[0]!) && UUID.test(cursor[1]!))) continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.findingTasks returned.`);
    }
    return this.store.findPage(context, brandId, filter, request);
  }

  count(context: RequestContext, brandId: number, filter: TaskFilter): Promise<number> {
    return this.store.count(context, brandId, filter);
  }

  /** As it is now, also where an earlier mutation of the same document read it. */
  async reread(context: RequestContext, id: string): Promise<FindingTask> {
    return (await this.tasks(context).clear(id).load(id))!;
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
