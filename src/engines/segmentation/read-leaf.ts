import { readTouch } from "./read-touch";
import { readTimes, readWindow } from "./read-window";
import {
  type CellRule,
  type FrequencyRule,
  type GroupRule,
  intents,
  loyalties,
  type MovedRule,
  type SequenceRule,
  type StageRule,
} from "./rule";
import type { CellInput, FrequencyInput, GroupInput, MovedInput, SequenceInput, StageInput } from "./rule-input";
import type { RuleProblems } from "./rule-problems";

type Path = readonly string[];

/** Longest gap of a sequence: a year of 365 days. */
export const MAX_GAP_HOURS = 8_760;

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
  return { intent: [...(intent ?? intents)], loyalty: [...(loyalty ?? loyalties)], ...instantOf(input.at) };
}

export function readGroup(input: GroupInput, path: Path, problems: RuleProblems): GroupRule {
  problems.refuseLength(input.in, [...path, "in"]);
  return { in: [...input.in], ...instantOf(input.at) };
}

export function readMoved({ from, to, since, until }: MovedInput, path: Path, problems: RuleProblems): MovedRule {
  problems.refuseLength(from, [...path, "from"]);
  problems.refuseLength(to, [...path, "to"]);
  const [start, end] = [since.toISOString(), until?.toISOString() ?? null];
  if (until && until <= since) {
    problems.add([...path, "until"], `until must be after since (${start}), but got ${end}; swap or move them.`);
  }
  return { from: [...from], to: [...to], since: start, until: end };
}

export function readFrequency(input: FrequencyInput, path: Path, problems: RuleProblems): FrequencyRule {
  const { platforms, campaignCode } = input;
  if (platforms) problems.refuseLength(platforms, [...path, "platforms"]);
  if (campaignCode != null) problems.refuseBlank(campaignCode, [...path, "campaignCode"]);
  return {
    platforms: platforms ? [...platforms] : null,
    campaignCode: campaignCode ?? null,
    brand: input.brand ?? "OWN",
    times: readTimes(input, path, problems),
    window: readWindow(input, path, problems),
  };
}

export function readSequence(input: SequenceInput, path: Path, problems: RuleProblems): SequenceRule {
  return {
    first: readTouch(input.first, [...path, "first"], problems),
    second: readTouch(input.second, [...path, "second"], problems),
    gap: readGap(input.gap ?? {}, [...path, "gap"], problems),
    window: readWindow(input, path, problems),
  };
}

function readGap(input: NonNullable<SequenceInput["gap"]>, path: Path, problems: RuleProblems): SequenceRule["gap"] {
  const minHours = input.minHours ?? 0;
  const maxHours = input.maxHours ?? null;
  for (const [field, hours] of Object.entries({ minHours, maxHours })) {
    const least = field === "maxHours" ? 1 : 0;
    if (hours === null || (hours >= least && hours <= MAX_GAP_HOURS)) continue;
    problems.add([...path, field], `${field} must be ${least} to ${MAX_GAP_HOURS}, but got ${hours}.`);
  }
  if (maxHours !== null && maxHours < minHours) {
    const message = `maxHours must be at least minHours (${minHours}), but got ${maxHours}; swap or move them.`;
    problems.add([...path, "maxHours"], message);
  }
  return { minHours, maxHours };
}

const instantOf = (at: Date | null | undefined): { readonly at?: string } => (at ? { at: at.toISOString() } : {});
