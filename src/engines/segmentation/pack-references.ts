import type { PackRule } from "./person-rule";
import type { Rule } from "./rule";
import type { RuleProblem } from "./rule-input";
import { MAX_RULES } from "./rule-limits";
import { walkLeaves } from "./walk-leaves";

/** Packs in a row that name the next as LIVE: a pack of packs of segments takes 2, and twice that is spare. */
export const MAX_LIVE_PACKS = 4;

export interface ReferredPack {
  readonly name: string;
  readonly rule: Rule;
}

export interface ReferringTree {
  readonly rule: Rule;
  readonly path: readonly string[];
  /** The pack whose rules these will be; null: none. */
  readonly packId: string | null;
}

/**
 * Why a tree may not refer to packs as it does: over others it leads back to the pack whose rules it is, its LIVE packs lead in
 * a circle or too deep, or it is too large with their rules in place. `packs` holds every pack that can be reached from it.
 */
export function findReferenceProblems(tree: ReferringTree, packs: ReadonlyMap<string, ReferredPack>): RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const { leaf, path } of walkLeaves(tree.rule, tree.path)) {
    if (!("pack" in leaf) || leaf.pack.id === tree.packId) continue;
    const message = leadsBack(leaf.pack.id, tree.packId, packs) ?? (leaf.pack.mode && liveProblem(leaf.pack.id, packs));
    if (message) problems.push({ path: [...path, "id"], message });
  }
  if (problems.length > 0) return problems;
  const rules = countRules(tree.rule, packs, new Map());
  if (rules > MAX_RULES) {
    const message = `A rule tree must have at most ${MAX_RULES} rules with those of its LIVE packs, but got ${rules}; build some of the packs and name them as FROZEN.`;
    problems.push({ path: tree.path, message });
  }
  return problems;
}

/** Over frozen members as well: who rebuilds packs in turn must come to an end. */
function leadsBack(id: string, to: string | null, packs: ReadonlyMap<string, ReferredPack>): string | null {
  const trail = to === null ? null : findTrail(id, to, packs, new Set());
  if (!trail) return null;
  return `pack must not lead back to the pack whose rules these are, but got ${namesOf(trail, packs)}; take one of these references away.`;
}

/** Packs from the first to the last, both included, along references of any mode. */
function findTrail(
  id: string,
  to: string,
  packs: ReadonlyMap<string, ReferredPack>,
  seen: Set<string>,
): readonly string[] | null {
  if (id === to) return [id];
  if (seen.has(id)) return null;
  seen.add(id);
  for (const { id: next } of referencesOf(id, packs)) {
    const trail = findTrail(next, to, packs, seen);
    if (trail) return [id, ...trail];
  }
  return null;
}

function liveProblem(id: string, packs: ReadonlyMap<string, ReferredPack>): string | null {
  const trail = overlongLiveTrail(id, packs);
  if (!trail) return null;
  const isCircle = new Set(trail).size < trail.length;
  const rule = isCircle ? "must not lead in a circle" : `must lead through at most ${MAX_LIVE_PACKS} packs in a row`;
  return `LIVE packs ${rule}, but got ${namesOf(trail, packs)}; build one of them and name it as FROZEN.`;
}

/** Some way through more packs than allowed, which every circle is; each pack is gone through once a step. */
function overlongLiveTrail(id: string, packs: ReadonlyMap<string, ReferredPack>): readonly string[] | null {
  let trails: ReadonlyMap<string, readonly string[]> = new Map([[id, [id]]]);
  for (let step = 0; step < MAX_LIVE_PACKS; step++) {
    const longer = [...trails].flatMap(([from, trail]) =>
      referencesOf(from, packs)
        .flatMap(({ id: next, mode }) => (mode ? next : []))
        .map((next) => [next, [...trail, next]] as const),
    );
    trails = new Map(longer);
  }
  return trails.values().next().value ?? null;
}

function countRules(rule: Rule, packs: ReadonlyMap<string, ReferredPack>, known: Map<string, number>): number {
  const count = (child: Rule): number => countRules(child, packs, known);
  const sum = (children: readonly Rule[]): number => children.reduce((rules, child) => rules + count(child), 1);
  if ("allOf" in rule) return sum(rule.allOf);
  if ("anyOf" in rule) return sum(rule.anyOf);
  if ("not" in rule) return 1 + count(rule.not);
  if (!("pack" in rule) || !rule.pack.mode) return 1;
  const { id } = rule.pack;
  const inner = packs.get(id);
  const rules = known.get(id) ?? (inner ? count(inner.rule) : 1);
  known.set(id, rules);
  return rules;
}

function referencesOf(id: string, packs: ReadonlyMap<string, ReferredPack>): readonly PackRule[] {
  const pack = packs.get(id);
  return pack ? walkLeaves(pack.rule).flatMap(({ leaf }) => ("pack" in leaf ? leaf.pack : [])) : [];
}

const namesOf = (ids: readonly string[], packs: ReadonlyMap<string, ReferredPack>): string =>
  ids.map((id) => `"${packs.get(id)?.name ?? id}"`).join(" > ");
