import type { Times, Window } from "./rule";
import type { TimesInput, WindowInput } from "./rule-input";
import type { RuleProblems } from "./rule-problems";

type Path = readonly string[];

/** Longest look-back: ten years of 365 days, which no shipped action's history passes. */
export const MAX_DAYS = 3650;

/** With max alone, min is 0. The path is that of the two bounds. */
export function readTimes(input: TimesInput, path: Path, problems: RuleProblems): Times {
  if (input.min == null && input.max == null) {
    const name = path.at(-1);
    const remedy = name === "times" ? "leave times out for at least once" : "say how often";
    problems.add(path, `${name} must set min, max or both, but got neither; ${remedy}.`);
  }
  const min = input.min ?? 0;
  const max = input.max ?? null;
  if (min < 0)
    problems.add([...path, "min"], `min must be at least 0, but got ${min}; nobody does anything less often.`);
  if (max !== null && max < min) {
    problems.add([...path, "max"], `max must be at least min (${min}), but got ${max}; swap or move them.`);
  }
  return { min, max };
}

/** The path is that of the leaf, which holds the window's fields. */
export function readWindow({ within, between }: WindowInput, path: Path, problems: RuleProblems): Window {
  if (within && !between) return readDays(within.days, [...path, "within", "days"], problems);
  if (between && !within) return readBetween(between, [...path, "between"], problems);
  const got = within ? "both; leave one out" : "none; say when";
  problems.add(path, `${path.at(-1)} must set exactly one of within and between, but got ${got}.`);
  return { days: MAX_DAYS }; // Stands in: a tree with a problem is never used.
}

export function readDays(days: number, path: Path, problems: RuleProblems): { readonly days: number } {
  if (days < 1 || days > MAX_DAYS) {
    problems.add(path, `days must be 1 to ${MAX_DAYS}, but got ${days}; use between for other spans.`);
  }
  return { days };
}

function readBetween(between: { readonly from: Date; readonly to: Date }, path: Path, problems: RuleProblems): Window {
  const from = between.from.toISOString();
  const to = between.to.toISOString();
  if (between.from >= between.to) {
    problems.add([...path, "to"], `to must be after from (${from}), but got ${to}; swap or move them.`);
  }
  return { from, to };
}
