import type { Rule } from "./rule";
import { type PlacedLeaf, walkLeaves } from "./walk-leaves";

/** Rules of the packs that a tree names as LIVE, and that these name so in turn. */
export type LiveRules = ReadonlyMap<string, Rule>;

/**
 * The tree with the rules of every LIVE pack in place of the leaf that names it, so that all is read as of one instant. It ends,
 * and is small, for trees without `findReferenceProblems`.
 */
export function expandLivePacks(rule: Rule, live: LiveRules): Rule {
  if ("allOf" in rule) return { allOf: rule.allOf.map((child) => expandLivePacks(child, live)) };
  if ("anyOf" in rule) return { anyOf: rule.anyOf.map((child) => expandLivePacks(child, live)) };
  if ("not" in rule) return { not: expandLivePacks(rule.not, live) };
  return "pack" in rule && rule.pack.mode ? expandLivePacks(rulesOf(rule.pack.id, live), live) : rule;
}

/** The leaves of the expanded tree; those that came from a pack stand where the caller named it. */
export function walkExpandedLeaves(rule: Rule, live: LiveRules, path: readonly string[]): readonly PlacedLeaf[] {
  return walkLeaves(rule, path).flatMap((placed) => {
    const { leaf, path: place } = placed;
    if (!("pack" in leaf) || !leaf.pack.mode) return [placed];
    return walkExpandedLeaves(rulesOf(leaf.pack.id, live), live, []).map((inner) => ({
      leaf: inner.leaf,
      path: place,
    }));
  });
}

function rulesOf(id: string, live: LiveRules): Rule {
  const rule = live.get(id);
  if (!rule) throw new Error(`A tree must come with the rules of every LIVE pack, but lacks those of ${id}.`);
  return rule;
}
