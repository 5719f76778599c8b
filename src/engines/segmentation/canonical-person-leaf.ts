import type {
  AttributeRule,
  LifecycleState,
  ListRule,
  PackRule,
  PersonLeafRule,
  RandomShareRule,
  ValueQuadrant,
  ValueTierName,
} from "./person-rule";
import { sorted } from "./sorted";

/** Lists sorted without repetition; absent fields ask nothing. */
export type CanonicalPersonLeaf =
  | { readonly pack: PackRule }
  | { readonly randomShare: RandomShareRule }
  | { readonly attribute: CanonicalAttribute }
  | { readonly reachable: { readonly namespaces: readonly string[] } }
  | { readonly reachable: { readonly platforms: readonly string[] } }
  | { readonly membership: { readonly tiers?: readonly string[] } }
  | { readonly lifecycle: { readonly in: readonly LifecycleState[] } }
  | { readonly list: ListRule }
  | { readonly valueTier: CanonicalValueTier };

export interface CanonicalValueTier {
  readonly in?: readonly ValueTierName[];
  readonly quadrants?: readonly ValueQuadrant[];
}

export interface CanonicalAttribute {
  readonly code: string;
  readonly in?: readonly string[];
  readonly max?: string;
  readonly min?: string;
}

/** One or more questions that all must hold; fields in the order written here, whatever order a store gave them back in. */
export function canonicalPersonLeaves(rule: PersonLeafRule): readonly CanonicalPersonLeaf[] {
  if (!("reachable" in rule)) return [canonicalPersonLeaf(rule)];
  const { namespaces, platforms } = rule.reachable;
  return [
    ...(namespaces ? [{ reachable: { namespaces: sorted(namespaces) } }] : []),
    ...(platforms ? [{ reachable: { platforms: sorted(platforms) } }] : []),
  ];
}

function canonicalPersonLeaf(rule: Exclude<PersonLeafRule, { readonly reachable: unknown }>): CanonicalPersonLeaf {
  if ("randomShare" in rule) {
    const { salt, from, to } = rule.randomShare;
    return { randomShare: { salt, from, to } };
  }
  if ("attribute" in rule) return { attribute: canonicalAttribute(rule.attribute) };
  if ("membership" in rule) {
    const { tiers } = rule.membership;
    return { membership: { ...(tiers && { tiers: sorted(tiers) }) } };
  }
  if ("lifecycle" in rule) return { lifecycle: { in: sorted(rule.lifecycle.in) } };
  if ("list" in rule) return { list: { id: rule.list.id } };
  if ("valueTier" in rule) {
    const { in: tiers, quadrants } = rule.valueTier;
    return { valueTier: { ...(tiers && { in: sorted(tiers) }), ...(quadrants && { quadrants: sorted(quadrants) }) } };
  }
  const { id, mode } = rule.pack;
  return { pack: { id, ...(mode && { mode }) } };
}

const canonicalAttribute = ({ code, in: values, min, max }: AttributeRule): CanonicalAttribute => ({
  code,
  ...(values && { in: sorted(values) }),
  ...(max !== null && { max }),
  ...(min !== null && { min }),
});
