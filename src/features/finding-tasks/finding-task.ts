import type { FigureState } from "../benchmarks";
import type { DiagnosisMetric } from "../diagnosis";

/*
 * Terms of this feature
 *
 * task:      what one team asks another to do about a finding, with the figure that will tell whether it helped.
 * baseline:  the figure when the task was handed over, over a window of days before `asOf`.
 * result:    the same figure at a later instant, over a window of the same length; read when asked for, never kept.
 */

export const taskStates = ["OPEN", "IN_PROGRESS", "DONE", "DROPPED"] as const;
export type TaskState = (typeof taskStates)[number];

/** KEYWORD_SEARCHES: searches for the brand with one keyword, on a mean day of the window. */
export type TaskMetric = DiagnosisMetric | "KEYWORD_SEARCHES";

/** What is measured, and how many days back. */
export interface TaskMeasure {
  readonly metric: TaskMetric;
  /** Of KEYWORD_SEARCHES; null for every other metric. */
  readonly keyword: string | null;
}

export interface MeasuredWindow {
  readonly from: Date;
  readonly asOf: Date;
}

export interface TaskFigure extends MeasuredWindow {
  readonly state: FigureState;
  /** Null unless KNOWN. */
  readonly value: number | null;
  /** Null for a metric without an industry, and where there are too few peers. */
  readonly industryMean: number | null;
}

export interface FindingTask extends TaskMeasure {
  readonly id: string;
  readonly brandId: number;
  readonly summary: string;
  readonly team: string;
  /** Day of the brand's zone. */
  readonly dueOn: string;
  readonly state: TaskState;
  readonly baseline: MeasuredWindow & { readonly value: number };
  readonly target: number;
  readonly note: string | null;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** How far a figure went from the baseline to the target: 1 is there; null without a figure. */
export function progressOf({ baseline, target }: FindingTask, { value }: TaskFigure): number | null {
  return value === null ? null : (value - baseline.value) / (target - baseline.value);
}
