import { canonicalise } from "./canonical-rule";
import type { Rule } from "./rule";

/** What a tree asks for that another does not. A condition is a part that all the others must hold beside. */
export interface RuleDiff {
  readonly added: readonly Rule[];
  readonly removed: readonly Rule[];
  readonly kept: readonly Rule[];
}

/** Conditions are the same when their canonical forms are, however they are written. */
export function diffRules(from: Rule, to: Rule): RuleDiff {
  const before = conditionsOf(from);
  const after = conditionsOf(to);
  const notIn = (others: ReadonlyMap<string, Rule>, rules: ReadonlyMap<string, Rule>): readonly Rule[] =>
    [...rules].flatMap(([key, rule]) => (others.has(key) ? [] : [rule]));
  return {
    added: notIn(before, after),
    removed: notIn(after, before),
    kept: [...after].flatMap(([key, rule]) => (before.has(key) ? [rule] : [])),
  };
}

function conditionsOf(rule: Rule): ReadonlyMap<string, Rule> {
  if ("allOf" in rule) return new Map(rule.allOf.flatMap((part) => [...conditionsOf(part)]));
  return new Map([[canonicalise(rule).key, rule]]);
}
