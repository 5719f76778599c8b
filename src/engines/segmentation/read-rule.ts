import { readCell, readFrequency, readGroup, readMoved, readSequence, readStage } from "./read-leaf";
import { readPersonLeaf } from "./read-person-leaf";
import { readLookAlike, readRfm } from "./read-rfm";
import { readDid } from "./read-touch";
import type { Rule } from "./rule";
import { type RuleInput, type RuleProblem, variants } from "./rule-input";
import { findOversize } from "./rule-limits";
import { RuleProblems } from "./rule-problems";

export type RuleReading =
  | { readonly rule: Rule; readonly problems: readonly [] }
  | { readonly rule: null; readonly problems: readonly RuleProblem[] };

/** Checks a tree and fills in its defaults, or answers with every problem in it. */
export function readRule(input: RuleInput): RuleReading {
  const oversize = findOversize(input);
  if (oversize.length > 0) return { rule: null, problems: oversize };
  const problems = new RuleProblems();
  const rule = read(input, [], problems);
  return rule && problems.found.length === 0 ? { rule, problems: [] } : { rule: null, problems: problems.found };
}

/** Null when not even the variant can be told; the problems say why. */
function read(input: RuleInput, path: readonly string[], problems: RuleProblems): Rule | null {
  const given = variants.filter((variant) => input[variant] != null);
  if (given.length !== 1) {
    const got = given.length === 0 ? "none; set one" : `${given.join(" and ")}; nest them in allOf or anyOf`;
    problems.add(path, `A rule must set exactly one of ${variants.join(", ")}, but got ${got}.`);
    return null;
  }
  if (input.allOf) return { allOf: readAll(input.allOf, [...path, "allOf"], problems) };
  if (input.anyOf) return { anyOf: readAll(input.anyOf, [...path, "anyOf"], problems) };
  if (input.not) {
    const not = read(input.not, [...path, "not"], problems);
    return not && { not };
  }
  if (input.stage) return { stage: readStage(input.stage, [...path, "stage"], problems) };
  if (input.cell) return { cell: readCell(input.cell, [...path, "cell"], problems) };
  if (input.group) return { group: readGroup(input.group, [...path, "group"], problems) };
  if (input.moved) return { moved: readMoved(input.moved, [...path, "moved"], problems) };
  if (input.did) return { did: readDid(input.did, [...path, "did"], problems) };
  if (input.rfm) return { rfm: readRfm(input.rfm, [...path, "rfm"], problems) };
  if (input.lookAlike) return { lookAlike: readLookAlike(input.lookAlike, [...path, "lookAlike"], problems) };
  if (input.frequency) return { frequency: readFrequency(input.frequency, [...path, "frequency"], problems) };
  if (input.sequence) return { sequence: readSequence(input.sequence, [...path, "sequence"], problems) };
  return readPersonLeaf(input, path, problems);
}

function readAll(inputs: readonly RuleInput[], path: readonly string[], problems: RuleProblems): readonly Rule[] {
  problems.refuseEmpty(inputs, path);
  return inputs.flatMap((input, index) => read(input, [...path, String(index)], problems) ?? []);
}
