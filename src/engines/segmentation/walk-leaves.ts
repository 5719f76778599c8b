import type { LeafRule, Rule } from "./rule";

export interface PlacedLeaf {
  readonly leaf: LeafRule;
  /** From the root of the tree to the leaf's variant, as the caller wrote it. */
  readonly path: readonly string[];
}

/** All leaves in the order of the tree, each with its place, for checks that need the data. */
export function walkLeaves(rule: Rule, path: readonly string[] = []): readonly PlacedLeaf[] {
  if ("allOf" in rule) return walkAll(rule.allOf, [...path, "allOf"]);
  if ("anyOf" in rule) return walkAll(rule.anyOf, [...path, "anyOf"]);
  if ("not" in rule) return walkLeaves(rule.not, [...path, "not"]);
  return [{ leaf: rule, path: [...path, Object.keys(rule)[0]!] }];
}

/** The category that a leaf names; null: none. */
export function categoryOf(leaf: LeafRule): number | null {
  if ("did" in leaf) return leaf.did.categoryId;
  return "rfm" in leaf ? leaf.rfm.categoryId : null;
}

export const isAboutRivals = (leaf: LeafRule): boolean =>
  ("did" in leaf && leaf.did.brand === "RIVAL") || ("rfm" in leaf && leaf.rfm.brand === "RIVAL");

const walkAll = (rules: readonly Rule[], path: readonly string[]): readonly PlacedLeaf[] =>
  rules.flatMap((rule, index) => walkLeaves(rule, [...path, String(index)]));
