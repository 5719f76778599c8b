import type { Times, Window } from "./rule";
import type { TimesInput, WindowInput, WithinInput } from "./rule-input";
import type { RuleProblems } from "./rule-problems";

type Path = readonly string[];

/** Longest look-back: ten years of 365 days, which no shipped action's history passes. */
export const MAX_DAYS = 3650;
/** Longest look-back in hours: 30 days. Beyond that hours are not what anybody waits for. */
export const MAX_HOURS = 720;

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
  if (within && !between) return readWithin(within, [...path, "within"], problems);
  if (between && !within) return readBetween(between, [...path, "between"], problems);
  const got = within ? "both; leave one out" : "none; say when";
  problems.add(path, `${path.at(-1)} must set exactly one of within and between, but got ${got}.`);
  return { days: MAX_DAYS }; // Stands in: a tree with a problem is never used.
}

function readWithin(within: WithinInput, path: Path, problems: RuleProblems): Window {
  const { days, hours } = within;
  if (hours == null || days != null) return readDays(within, path, problems);
  if (hours < 1 || hours > MAX_HOURS) {
    problems.add([...path, "hours"], `hours must be 1 to ${MAX_HOURS}, but got ${hours}; use days for longer spans.`);
  }
  return { hours };
}

/** The path is that of the look-back, which must be in days. */
export function readDays({ days, hours }: WithinInput, path: Path, problems: RuleProblems): { readonly days: number } {
  if (days == null || hours != null) {
    const got = days == null ? "none" : "hours too; leave one out";
    problems.add(path, `within must set days, but got ${got}.`);
  } else if (days < 1 || days > MAX_DAYS) {
    problems.add([...path, "days"], `days must be 1 to ${MAX_DAYS}, but got ${days}; use between for other spans.`);
  }
  return { days: days ?? MAX_DAYS };
}

function readBetween(between: { readonly from: Date; readonly to: Date }, path: Path, problems: RuleProblems): Window {
  const from = between.from.toISOString();
  const to = between.to.toISOString();
  if (between.from >= between.to) {
    problems.add([...path, "to"], `to must be after from (${from}), but got ${to}; swap or move them.`);
  }
  return { from, to };
}
