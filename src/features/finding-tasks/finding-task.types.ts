import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { FigureStateEnum } from "../benchmarks/figure-state.types";
import { codeOfMetric, diagnosisMetrics, metricOfCode } from "../diagnosis";
import { METRIC_MEANINGS } from "../diagnosis/diagnosis-enums.types";
import { type FindingTask as Task, type TaskFigure, type TaskMetric, type TaskState, taskStates } from "./finding-task";

const STATE_MEANINGS: Readonly<Record<TaskState, string>> = {
  OPEN: "Handed over, not begun.",
  IN_PROGRESS: "Under way.",
  DONE: "Carried out; its result says whether it helped.",
  DROPPED: "Given up; the note says why.",
};
const TaskStateEnum = Object.fromEntries(taskStates.map((state) => [state, state]));
registerEnumType(TaskStateEnum, {
  name: "FindingTaskState",
  description: "Where a task stands, as its team says; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(taskStates.map((state) => [state, { description: STATE_MEANINGS[state] }])),
});

const KEYWORD_SEARCHES = "KEYWORD_SEARCHES";
const MEANINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(diagnosisMetrics.map((metric) => [codeOfMetric(metric), METRIC_MEANINGS[metric]])),
  [KEYWORD_SEARCHES]:
    "Searches for the brand with the task's keyword, on a mean day of the window, rounded over it to the organisation's roundingBase (关键词日均搜索).",
};
const TaskMetricEnum = Object.fromEntries(Object.keys(MEANINGS).map((code) => [code, code]));
registerEnumType(TaskMetricEnum, {
  name: "FindingTaskMetric",
  description: "The figure that tells whether a task helped; clients must handle unknown values.",
  valuesConfig: Object.fromEntries(Object.entries(MEANINGS).map(([code, description]) => [code, { description }])),
});

export const toTaskMetric = (code: string): TaskMetric => (code === KEYWORD_SEARCHES ? code : metricOfCode(code));
const codeOf = (metric: TaskMetric): string => (metric === KEYWORD_SEARCHES ? metric : codeOfMetric(metric));

@Access("READ_ASSETS")
@ObjectType({ description: "The figure that a task started from." })
export class FindingTaskBaseline {
  @Field(() => Float, { description: "People, a share from 0 to 1, or searches a day, as the metric says." })
  value!: number;

  @Field(() => DateTimeScalar, { description: "Instant of the figure; the end of its window." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "First instant of its window; counts of people know none." })
  from!: Date;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The figure of a task at a later instant, over a window as long as the baseline's." })
export class FindingTaskResult {
  @Field(() => FigureStateEnum, { description: "Whether it can be told." })
  state!: string;

  @Field(() => Float, { nullable: true, description: "The figure; null unless KNOWN." })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: "value - baseline; null unless KNOWN." })
  change!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "change / (target - baseline): 1 is the target, below 0 is the wrong way; null unless KNOWN.",
  })
  progress!: number | null;

  @Field(() => DateTimeScalar, { description: "Instant of the figure; the end of its window." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: "First instant of its window." })
  from!: Date;
}

@Access("READ_ASSETS")
@ObjectType({
  implements: Node,
  description:
    "A finding handed over to a team (跨部门协作任务), e.g. a keyword that the product team is to bring into its listings, with the figure that will tell whether it helped.",
})
export class FindingTask extends Node {
  /** The row behind it; not a field of the schema. */
  row!: Task;

  @Field({ description: "What is to be done; for people." })
  summary!: string;

  @Field({ description: "Who is to do it." })
  team!: string;

  @Field(() => DateScalar, { description: "Day of the brand's zone by which it is to be done." })
  dueOn!: string;

  @Field(() => TaskStateEnum, { description: "Where it stands." })
  state!: TaskState;

  @Field(() => TaskMetricEnum, { description: "The figure that it is measured by." })
  metric!: string;

  @Field(() => String, { nullable: true, description: "Of KEYWORD_SEARCHES; null for every other metric." })
  keyword!: string | null;

  @Field(() => FindingTaskBaseline, { description: "The figure when it was handed over, as the system read it." })
  baseline!: FindingTaskBaseline;

  @Field(() => Float, { description: "The figure to come to, in the unit of the baseline." })
  target!: number;

  @Field(() => String, { nullable: true, description: "What its team says about it; null: nothing." })
  note!: string | null;

  @Field(() => Int, { description: "1 when it was made; counts up with every change. Pass it as expectedVersion." })
  version!: number;

  @Field({ description: "Name of the access key that handed it over." })
  createdBy!: string;

  @Field(() => DateTimeScalar, { description: "When it was handed over." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it was last changed." })
  updatedAt!: Date;
}

export const FindingTaskConnection = connectionType(FindingTask, "FindingTask", "READ_ASSETS");

export function toFindingTask(row: Task): FindingTask {
  const { brandId: _, ...fields } = row;
  return Object.assign(new FindingTask(), {
    ...fields,
    row,
    id: toNodeId("FindingTask", row.id),
    metric: codeOf(row.metric),
    baseline: Object.assign(new FindingTaskBaseline(), row.baseline),
  });
}

export function toResult({ baseline }: Task, figure: TaskFigure, progress: number | null): FindingTaskResult {
  const { value } = figure;
  return Object.assign(new FindingTaskResult(), {
    ...figure,
    change: value === null ? null : value - baseline.value,
    progress,
  });
}

@InputType({ description: "A finding to hand over." })
export class CreateFindingTaskInput {
  @Field(() => ID, { description: "The brand that it is about." })
  brandId!: string;

  @Field({ description: "What is to be done, 1 to 2,000 characters." })
  summary!: string;

  @Field({ description: "Who is to do it, 1 to 200 characters." })
  team!: string;

  @Field(() => DateScalar, { description: "Day of the brand's zone by which it is to be done; today or later." })
  dueOn!: string;

  @Field(() => TaskMetricEnum, {
    description:
      "The figure to measure it by, e.g. that of a finding; it must be known at `asOf`, else FIGURE_UNKNOWN.",
  })
  metric!: string;

  @Field(() => String, {
    nullable: true,
    description: "For KEYWORD_SEARCHES and no other metric: 1 to 200 characters, matched in any case.",
  })
  keyword?: string | null;

  @Field(() => DateTimeScalar, { description: "Instant of the baseline, as of the diagnosis; not in the future." })
  asOf!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "First instant of the baseline's window, at most 365 days before; absent: 30 days before. The diagnosis's `flowFrom`.",
  })
  from?: Date | null;

  @Field(() => Float, {
    nullable: true,
    description: "The figure to come to, other than the baseline; absent: the industry mean.",
  })
  target?: number | null;
}

@InputType({ description: "What to change of a task; absent fields stay." })
export class ChangeFindingTaskInput {
  @Field(() => String, { nullable: true, description: "What is to be done; null leaves it." })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: "Who is to do it: hands it on; null leaves it." })
  team?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "By when, today or later; null leaves it." })
  dueOn?: string | null;

  @Field(() => Float, { nullable: true, description: "The figure to come to; null leaves it." })
  target?: number | null;

  @Field(() => TaskStateEnum, { nullable: true, description: "Where it stands; null leaves it." })
  state?: TaskState | null;

  @Field(() => String, { nullable: true, description: "What its team says about it; null clears it." })
  note?: string | null;
}

@InputType({ description: "Which tasks to list; absent fields ask nothing." })
export class FindingTaskFilter {
  @Field(() => [TaskStateEnum], { nullable: true, description: "In one of these states." })
  states?: TaskState[] | null;

  @Field(() => String, { nullable: true, description: "Handed over to this team." })
  team?: string | null;
}

const FindingTaskUserError = userErrorType("FindingTask", {
  FIGURE_UNKNOWN: "The metric cannot be told at that instant, so there is nothing to compare results with.",
});

@Access("EDIT_TASKS")
@ObjectType({ description: "Answer of createFindingTask." })
export class CreateFindingTaskPayload {
  @Field(() => FindingTask, { nullable: true, description: "The new task; null when refused." })
  findingTask?: FindingTask | null;

  @Field(() => [FindingTaskUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_TASKS")
@ObjectType({ description: "Answer of changeFindingTask." })
export class ChangeFindingTaskPayload {
  @Field(() => FindingTask, { nullable: true, description: "The task as it is now; null when refused." })
  findingTask?: FindingTask | null;

  @Field(() => [FindingTaskUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
