import type { BrandScope, LeafRule, Rule } from "./rule";
import type { TouchRule } from "./touch-rule";

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

const walkAll = (rules: readonly Rule[], path: readonly string[]): readonly PlacedLeaf[] =>
  rules.flatMap((rule, index) => walkLeaves(rule, [...path, String(index)]));

export interface PlacedTouch {
  readonly touch: TouchRule;
  readonly path: readonly string[];
}

/** The conditions on touchpoints that a leaf is made of. */
export function touchesOf({ leaf, path }: PlacedLeaf): readonly PlacedTouch[] {
  if ("did" in leaf) return [{ touch: leaf.did, path }];
  if (!("sequence" in leaf)) return [];
  const { first, second } = leaf.sequence;
  return [
    { touch: first, path: [...path, "first"] },
    { touch: second, path: [...path, "second"] },
  ];
}

export interface PlacedScope {
  readonly brand: BrandScope;
  /** Null: any. */
  readonly categoryId: number | null;
  readonly path: readonly string[];
}

/** Whose touchpoints a leaf reads, and of which categories. */
export function scopesOf(placed: PlacedLeaf): readonly PlacedScope[] {
  const { leaf, path } = placed;
  if ("frequency" in leaf) return [{ brand: leaf.frequency.brand, categoryId: null, path }];
  if ("rfm" in leaf) return [{ brand: leaf.rfm.brand, categoryId: leaf.rfm.categoryId, path }];
  return touchesOf(placed).map(({ touch: { brand, categoryId }, path }) => ({ brand, categoryId, path }));
}

export interface PlacedPlatforms {
  readonly platforms: readonly string[];
  readonly path: readonly string[];
}

/** The platforms that a leaf names. */
export function platformsOf(placed: PlacedLeaf): readonly PlacedPlatforms[] {
  const { leaf, path } = placed;
  if ("reachable" in leaf) return [{ platforms: leaf.reachable.platforms ?? [], path }];
  if ("frequency" in leaf) return [{ platforms: leaf.frequency.platforms ?? [], path }];
  return touchesOf(placed).map(({ touch, path }) => ({ platforms: touch.platforms ?? [], path }));
}

export interface PlacedInstant {
  /** Null: the instant the tree is read as of. */
  readonly at: string | null;
  readonly path: readonly string[];
}

/** The instants of which a leaf reads labels. */
export function instantsOf({ leaf, path }: PlacedLeaf): readonly PlacedInstant[] {
  if ("moved" in leaf) {
    const { since, until } = leaf.moved;
    return [
      { at: since, path: [...path, "since"] },
      { at: until, path: until === null ? path : [...path, "until"] },
    ];
  }
  const label = "stage" in leaf ? leaf.stage : "cell" in leaf ? leaf.cell : "group" in leaf ? leaf.group : null;
  if (!label) return [];
  const at = label.at ?? null;
  return [{ at, path: at === null ? path : [...path, "at"] }];
}
