import { type CellRule, type DidRule, type GroupRule, intents, loyalties, type StageRule, type Window } from "./rule";
import type { CellInput, DidInput, RuleInput, StageInput } from "./rule-input";
import type { RuleProblems } from "./rule-problems";

type Path = readonly string[];

/** Longest look-back: ten years of 365 days, which no shipped action's history passes. */
export const MAX_DAYS = 3650;

export function readStage(input: StageInput, path: Path, problems: RuleProblems): StageRule {
  problems.refuseLength(input.in, [...path, "in"]);
  return { in: [...input.in], at: input.at?.toISOString() ?? null };
}

export function readCell(input: CellInput, path: Path, problems: RuleProblems): CellRule {
  const { intent, loyalty } = input;
  if (!intent && !loyalty) {
    problems.add(path, "cell must set intent, loyalty or both, but got neither; name the rows or columns you mean.");
  }
  if (intent) problems.refuseLength(intent, [...path, "intent"]);
  if (loyalty) problems.refuseLength(loyalty, [...path, "loyalty"]);
  return { intent: [...(intent ?? intents)], loyalty: [...(loyalty ?? loyalties)] };
}

export function readGroup(input: NonNullable<RuleInput["group"]>, path: Path, problems: RuleProblems): GroupRule {
  problems.refuseLength(input.in, [...path, "in"]);
  return { in: [...input.in] };
}

export function readDid(input: DidInput, path: Path, problems: RuleProblems): DidRule {
  if (input.platforms) problems.refuseLength(input.platforms, [...path, "platforms"]);
  if (input.campaignCode === "") {
    problems.add(
      [...path, "campaignCode"],
      "campaignCode must be a campaign's code, but got an empty text; leave it out for any.",
    );
  }
  return {
    action: input.action,
    platforms: input.platforms ? [...input.platforms] : null,
    site: input.site ?? null,
    brand: input.brand ?? "OWN",
    categoryId: input.categoryId ?? null,
    campaignCode: input.campaignCode ?? null,
    times: readTimes(input.times, [...path, "times"], problems),
    window: readWindow(input, path, problems),
  };
}

function readTimes(input: DidInput["times"], path: Path, problems: RuleProblems): DidRule["times"] {
  if (!input) return { min: 1, max: null };
  if (input.min == null && input.max == null) {
    problems.add(path, "times must set min, max or both, but got neither; leave times out for at least once.");
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

function readWindow({ within, between }: DidInput, path: Path, problems: RuleProblems): Window {
  if (within && !between) return readDays(within.days, [...path, "within", "days"], problems);
  if (between && !within) return readBetween(between, [...path, "between"], problems);
  const got = within ? "both; leave one out" : "none; say when";
  problems.add(path, `did must set exactly one of within and between, but got ${got}.`);
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
