import { sortedTexts } from "./canonical-texts";
import type { AttributeRule, PackRule, PersonLeafRule, RandomShareRule } from "./person-rule";

/** Lists sorted without repetition; absent fields ask nothing. */
export type CanonicalPersonLeaf =
  | { readonly pack: PackRule }
  | { readonly randomShare: RandomShareRule }
  | { readonly attribute: CanonicalAttribute };

export interface CanonicalAttribute {
  readonly code: string;
  readonly in?: readonly string[];
  readonly max?: string;
  readonly min?: string;
}

/** Fields in the order written here, whatever order a store gave them back in. */
export function canonicalPersonLeaf(rule: PersonLeafRule): CanonicalPersonLeaf {
  if ("randomShare" in rule) {
    const { salt, from, to } = rule.randomShare;
    return { randomShare: { salt, from, to } };
  }
  if ("attribute" in rule) return { attribute: canonicalAttribute(rule.attribute) };
  const { id, mode } = rule.pack;
  return { pack: { id, ...(mode && { mode }) } };
}

const canonicalAttribute = ({ code, in: values, min, max }: AttributeRule): CanonicalAttribute => ({
  code,
  ...(values && { in: sortedTexts(values) }),
  ...(max !== null && { max }),
  ...(min !== null && { min }),
});
