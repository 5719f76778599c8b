import { DateTime } from "luxon";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { Brand, BrandService } from "../brands";
import { checkName, isText } from "../campaigns";
import type { FindingTask, MeasuredWindow, TaskFigure, TaskMeasure, TaskMetric, TaskState } from "./finding-task";
import type { FindingTaskService } from "./finding-task.service";
import type { FindingTaskStore } from "./finding-task.store";
import type { TaskFigures } from "./task-figures";

const MAX_TEXT_LENGTH = 2_000;
const MAX_KEYWORD_LENGTH = 200;
const MAX_WINDOW_DAYS = 365;
const DEFAULT_WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

export interface NewFindingTask {
  readonly brandId: number;
  readonly summary: string;
  readonly team: string;
  readonly dueOn: string;
  readonly metric: TaskMetric;
  readonly keyword: string | null;
  readonly asOf: Date;
  /** Null: 30 days before `asOf`. */
  readonly from: Date | null;
  /** Null: the industry mean. */
  readonly target: number | null;
}

/** Absent or null leaves a value as it is, but a null note clears it. */
export interface FindingTaskChange {
  readonly summary?: string | null | undefined;
  readonly team?: string | null | undefined;
  readonly dueOn?: string | null | undefined;
  readonly target?: number | null | undefined;
  readonly state?: TaskState | null | undefined;
  readonly note?: string | null | undefined;
}

export interface FindingTaskEditorParts {
  readonly database: Database;
  readonly store: FindingTaskStore;
  readonly tasks: FindingTaskService;
  readonly figures: TaskFigures;
  readonly brands: BrandService;
}

/** Hands findings over, and follows what becomes of them. */
export class FindingTaskEditor {
  constructor(private readonly parts: FindingTaskEditorParts) {}

  /** The baseline is read before the transaction; why it cannot be is thrown inside it, so that a replay answers as the first call did. */
  async create(context: RequestContext, input: NewFindingTask, idempotencyKey?: string): Promise<FindingTask> {
    const { database, store, tasks, brands } = this.parts;
    const brand = await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const measured = await this.measure(context, brand, input).catch((error: unknown) => {
      if (error instanceof UserProblems) return error;
      throw error;
    });
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createFindingTask", request: input };
    const id = await once(database, context, call, async (manager) => {
      if (measured instanceof UserProblems) throw measured;
      const now = context.clock.now();
      const task: FindingTask = {
        ...input,
        ...measured,
        id: newId(now),
        state: "OPEN",
        note: null,
        version: 1,
        createdBy: context.actor.name,
        createdAt: now,
        updatedAt: now,
      };
      await store.insert(manager, context, task);
      return task.id;
    });
    return tasks.reread(context, id);
  }

  async change(
    context: RequestContext,
    target: { readonly id: string; readonly expectedVersion: number },
    change: FindingTaskChange,
  ): Promise<FindingTask> {
    const { database, store, tasks, brands } = this.parts;
    const now = await tasks.require(context, target.id, ["id"]);
    if (now.version !== target.expectedVersion) throw versionConflict(now.version, target.expectedVersion);
    const brand = await brands.requireGranted(context, now.brandId, ["id"]);
    const problems = new ProblemList();
    const changed: FindingTask = {
      ...now,
      summary: change.summary ?? now.summary,
      team: change.team ?? now.team,
      dueOn: change.dueOn ?? now.dueOn,
      target: change.target ?? now.target,
      state: change.state ?? now.state,
      note: change.note === undefined ? now.note : change.note,
      updatedAt: context.clock.now(),
    };
    checkTexts(problems, changed);
    if (changed.dueOn !== now.dueOn) this.checkDue(problems, context, changed.dueOn, brand);
    if (changed.target === now.baseline.value) problems.add("INVALID_INPUT", ["input", "target"], SAME_TARGET);
    problems.throwIfAny();
    const isCurrent = await database.withTenant(context, (manager) => store.update(manager, changed));
    const after = await tasks.reread(context, target.id);
    if (!isCurrent) throw versionConflict(after.version, target.expectedVersion);
    return after;
  }

  /** Checks the input, and reads what the task starts from. */
  private async measure(
    context: RequestContext,
    brand: Brand,
    input: NewFindingTask,
  ): Promise<Pick<FindingTask, "baseline" | "target">> {
    const { asOf, metric, keyword } = input;
    const from = input.from ?? new Date(asOf.getTime() - DEFAULT_WINDOW_DAYS * DAY_MS);
    const problems = new ProblemList();
    checkTexts(problems, input);
    this.checkDue(problems, context, input.dueOn, brand);
    checkMeasure(problems, { metric, keyword, asOf, from }, context.clock.now());
    problems.throwIfAny();
    const figure = await this.parts.figures.read(context, brand, { metric, keyword }, { from, asOf });
    if (figure.value === null)
      throw UserProblems.one(
        "FIGURE_UNKNOWN",
        ["input", "metric"],
        `metric must be a figure that is known at asOf, as results are compared with it, but it is ${figure.state}.`,
      );
    return { baseline: { asOf, from, value: figure.value }, target: targetOf(input.target, figure) };
  }

  private checkDue(problems: ProblemList, context: RequestContext, dueOn: string, { zone }: Brand): void {
    const today = DateTime.fromJSDate(context.clock.now(), { zone }).toISODate()!;
    if (dueOn >= today) return;
    const message = `dueOn must be today (${today} in ${zone}) or later, but got ${dueOn}.`;
    problems.add("INVALID_INPUT", ["input", "dueOn"], message);
  }
}

const SAME_TARGET = "target must differ from the baseline, as progress is the way from one to the other.";

function targetOf(target: number | null, { value, industryMean }: TaskFigure): number {
  const wanted = target ?? industryMean;
  if (wanted === null)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["input", "target"],
      "target must be given where the metric has no industry mean to aim at.",
    );
  if (wanted === value) throw UserProblems.one("INVALID_INPUT", ["input", "target"], SAME_TARGET);
  return wanted;
}

function checkTexts(
  problems: ProblemList,
  { summary, team, note }: { readonly summary: string; readonly team: string; readonly note?: string | null },
): void {
  checkName(problems, team, ["input", "team"]);
  for (const [field, text] of Object.entries({ summary, note })) {
    if (text == null || (isText(text.replaceAll("\n", " "), MAX_TEXT_LENGTH) && text.trim() !== "")) continue;
    problems.add(
      "INVALID_INPUT",
      ["input", field],
      `${field} must be 1 to ${MAX_TEXT_LENGTH} characters, not all spaces and without control characters but line breaks, but got ${JSON.stringify(text.slice(0, 60))}.`,
    );
  }
}

function checkMeasure(
  problems: ProblemList,
  { metric, keyword, from, asOf }: TaskMeasure & MeasuredWindow,
  now: Date,
): void {
  if (asOf > now)
    problems.add(
      "INVALID_INPUT",
      ["input", "asOf"],
      `asOf must not lie in the future, but got ${asOf.toISOString()} at ${now.toISOString()}.`,
    );
  const isKeyword = metric === "KEYWORD_SEARCHES";
  if (isKeyword !== (keyword !== null)) {
    const got = keyword === null ? "none" : JSON.stringify(keyword.slice(0, 60));
    const message = `keyword must be given for KEYWORD_SEARCHES and for no other metric, but got ${got} with ${metric}.`;
    problems.add("INVALID_INPUT", ["input", "keyword"], message);
  } else if (keyword !== null && !(isText(keyword, MAX_KEYWORD_LENGTH) && keyword.trim() !== ""))
    problems.add(
      "INVALID_INPUT",
      ["input", "keyword"],
      `keyword must be 1 to ${MAX_KEYWORD_LENGTH} characters, none of them a control character and not all spaces, but got ${JSON.stringify(keyword.slice(0, 60))}.`,
    );
  const days = (asOf.getTime() - from.getTime()) / DAY_MS;
  if (days > 0 && days <= MAX_WINDOW_DAYS) return;
  problems.add(
    "INVALID_INPUT",
    ["input", "from"],
    `from must lie before asOf, at most ${MAX_WINDOW_DAYS} days, but got ${from.toISOString()} with asOf ${asOf.toISOString()}.`,
  );
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the task's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
