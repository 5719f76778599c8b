import { readDays } from "./read-window";
import type { LookAlikeRule, RfmRule, ScoreRange } from "./rule";
import type { LookAlikeInput, RfmInput, ScoreRangeInput } from "./rule-input";
import type { RuleProblems } from "./rule-problems";

type Path = readonly string[];

const LOWEST = 1;
const HIGHEST = 5;

export function readRfm(input: RfmInput, path: Path, problems: RuleProblems): RfmRule {
  const { brand, categoryId, within, recency, frequency, monetary } = input;
  if (!recency && !frequency && !monetary) {
    problems.add(path, "rfm must set recency, frequency or monetary, but got none; name the scores you mean.");
  }
  return {
    brand: brand ?? "OWN",
    categoryId: categoryId ?? null,
    ...readDays(within, [...path, "within"], problems),
    recency: readRange(recency, [...path, "recency"], problems),
    frequency: readRange(frequency, [...path, "frequency"], problems),
    monetary: readRange(monetary, [...path, "monetary"], problems),
  };
}

function readRange(range: ScoreRangeInput | null | undefined, path: Path, problems: RuleProblems): ScoreRange | null {
  if (!range) return null;
  const name = path.at(-1);
  if (range.min == null && range.max == null) {
    problems.add(path, `${name} must set min, max or both, but got neither; leave ${name} out for any score.`);
  }
  const min = range.min ?? LOWEST;
  const max = range.max ?? HIGHEST;
  for (const [end, score] of [
    ["min", min],
    ["max", max],
  ] as const) {
    if (score < LOWEST || score > HIGHEST)
      problems.add([...path, end], `${end} must be a score from ${LOWEST} to ${HIGHEST}, but got ${score}.`);
  }
  if (max < min) {
    problems.add([...path, "max"], `max must be at least min (${min}), but got ${max}; swap or move them.`);
  }
  return { min, max };
}

export function readLookAlike(input: LookAlikeInput, path: Path, problems: RuleProblems): LookAlikeRule {
  const { modelId, topPercent } = input;
  if (topPercent < 1 || topPercent > 100) {
    problems.add([...path, "topPercent"], `topPercent must be 1 to 100, but got ${topPercent}.`);
  }
  return { modelId, topPercent };
}
