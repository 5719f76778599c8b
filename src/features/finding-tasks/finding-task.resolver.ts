import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { progressOf } from "./finding-task";
import type { FindingTaskService } from "./finding-task.service";
import {
  ChangeFindingTaskInput,
  ChangeFindingTaskPayload,
  CreateFindingTaskInput,
  CreateFindingTaskPayload,
  FindingTask,
  FindingTaskConnection,
  FindingTaskFilter,
  FindingTaskResult,
  toFindingTask,
  toResult,
  toTaskMetric,
} from "./finding-task.types";
import type { FindingTaskEditor } from "./finding-task-editor";

@Resolver(() => FindingTask)
export class FindingTaskResolver {
  constructor(
    private readonly tasks: FindingTaskService,
    private readonly editor: FindingTaskEditor,
  ) {}

  @Access("EDIT_TASKS")
  @Mutation(() => CreateFindingTaskPayload, {
    description: "Hands a finding over to a team, with the figure that will tell whether it helped.",
  })
  createFindingTask(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateFindingTaskInput, { description: "The task." }) input: CreateFindingTaskInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateFindingTaskPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const { keyword = null, from = null, target = null } = input;
      const task = { ...input, brandId, metric: toTaskMetric(input.metric), keyword, from, target };
      return { findingTask: toFindingTask(await this.editor.create(context, task, key)) };
    });
  }

  @Access("EDIT_TASKS")
  @Mutation(() => ChangeFindingTaskPayload, {
    description:
      "Changes a task: hands it on, says where it stands, moves its day or target. Metric and baseline stay.",
  })
  changeFindingTask(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a FindingTask." }) id: string,
    @Arg("input", () => ChangeFindingTaskInput, { description: "What to change." }) input: ChangeFindingTaskInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeFindingTaskPayload> {
    return payload(async () => {
      const target = { id: keyOf("FindingTask", id, ["id"]), expectedVersion };
      return { findingTask: toFindingTask(await this.editor.change(context, target, input)) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => FindingTaskResult, {
    nullable: true,
    description:
      "The figure at a later instant, read when asked for; null where `asOf` is not later than the baseline's. Metrics of the diagnosis are known where the category was refreshed for `asOf` and a window of the baseline's length.",
  })
  async result(
    @Ctx() context: RequestContext,
    @Root() { row }: FindingTask,
    @Arg("asOf", () => DateTimeScalar, { description: "Instant of the figure." }) asOf: Date,
  ): Promise<FindingTaskResult | null> {
    const figure = await this.tasks.result(context, row, asOf);
    return figure && toResult(row, figure, progressOf(row, figure));
  }
}

@Resolver(() => Brand)
export class BrandFindingTasksResolver {
  constructor(private readonly tasks: FindingTaskService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => FindingTaskConnection, { description: "Tasks of the brand, the first due first." })
  async findingTasks(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => FindingTaskFilter, { nullable: true, description: "Which ones; absent: all." })
    given?: FindingTaskFilter | null,
  ): Promise<ConnectionShape<FindingTask>> {
    const filter = { states: given?.states ?? null, team: given?.team ?? null };
    return toConnection(await this.tasks.page(context, brandId, filter, pageRequest(page)), toFindingTask, () =>
      this.tasks.count(context, brandId, filter),
    );
  }
}
