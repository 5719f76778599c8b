import type { ProblemList } from "../../platform/user-error";
import type { CampaignStep, Period, ScheduledStep } from "./campaign";

export interface Schedule {
  readonly window: Period;
  readonly steps: readonly ScheduledStep[];
}

/** A window that runs forwards, and within it each step at most once; steps may overlap. */
export function checkSchedule(problems: ProblemList, { window, steps }: Schedule, path: readonly string[]): void {
  checkDirection(problems, window, [...path, "window"]);
  const seen = new Set<CampaignStep>();
  for (const [index, step] of steps.entries()) {
    const at = [...path, "steps", String(index)];
    if (seen.has(step.step))
      problems.add("INVALID_INPUT", [...at, "step"], `A step must come once at most, but ${step.step} came again.`);
    seen.add(step.step);
    checkDirection(problems, step, at);
    if (window.from < window.to) checkInside(problems, step, window, at);
  }
}

function checkDirection(problems: ProblemList, { from, to }: Period, path: readonly string[]): void {
  if (from < to) return;
  problems.add(
    "INVALID_INPUT",
    [...path, "to"],
    `${path.join(".")}.to must lie after from (${from.toISOString()}), but got ${to.toISOString()}.`,
  );
}

function checkInside(problems: ProblemList, step: Period, window: Period, path: readonly string[]): void {
  const outside = (end: "from" | "to"): void =>
    problems.add(
      "INVALID_INPUT",
      [...path, end],
      `${path.join(".")}.${end} must lie within the campaign's window (${window.from.toISOString()} to ${window.to.toISOString()}), but got ${step[end].toISOString()}; move the step or widen the window.`,
    );
  if (step.from < window.from) outside("from");
  if (step.to > window.to) outside("to");
}
