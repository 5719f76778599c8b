import { type CanonicalLeaf, type CanonicalRule, canonicalise } from "./canonical-rule";
import type { Rule } from "./rule";

export interface Plan {
  readonly root: CanonicalRule;
  /** Every question once, by its key, in the order in which the tree first asks it. */
  readonly leaves: ReadonlyMap<string, CanonicalLeaf>;
}

export function planRule(rule: Rule): Plan {
  const root = canonicalise(rule);
  const leaves = new Map<string, CanonicalLeaf>();
  collect(root, leaves);
  return { root, leaves };
}

function collect(rule: CanonicalRule, leaves: Map<string, CanonicalLeaf>): void {
  if ("leaf" in rule) leaves.set(rule.key, rule.leaf);
  else if ("not" in rule) collect(rule.not, leaves);
  else for (const child of "and" in rule ? rule.and : rule.or) collect(child, leaves);
}
