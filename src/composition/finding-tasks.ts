import { BrandFindingTasksResolver, FindingTaskResolver } from "../features/finding-tasks/finding-task.resolver";
import { FindingTaskService } from "../features/finding-tasks/finding-task.service";
import { FindingTaskStore } from "../features/finding-tasks/finding-task.store";
import { toFindingTask } from "../features/finding-tasks/finding-task.types";
import { FindingTaskEditor } from "../features/finding-tasks/finding-task-editor";
import { KeywordSearchStore } from "../features/finding-tasks/keyword-search.store";
import { TaskFigures } from "../features/finding-tasks/task-figures";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import type { DiagnosisPart } from "./diagnosis";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeFindingTasks(
  { database, queries }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & DiagnosisPart,
) {
  const { brands } = known;
  const store = new FindingTaskStore(database);
  const figures = new TaskFigures({ ...known, searches: new KeywordSearchStore(queries) });
  const tasks = new FindingTaskService(store, figures, brands);
  const editor = new FindingTaskEditor({ database, store, tasks, figures, brands });
  return {
    resolvers: [new FindingTaskResolver(tasks, editor), new BrandFindingTasksResolver(tasks)],
    nodes: [["FindingTask", async (context, key) => whenFound(await tasks.tasks(context).load(key), toFindingTask)]],
  } satisfies Composed;
}
