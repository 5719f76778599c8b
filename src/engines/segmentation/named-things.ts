import type { Rule } from "./rule";
import { codeFields, type TouchRule } from "./touch-rule";
import { instantsOf, touchesOf, walkLeaves } from "./walk-leaves";

/** What a rule can name that is somebody's own, or that tells when it was written. */
export type NamedKind =
  | "PACK"
  | "LOOK_ALIKE"
  | "LIST"
  | "ATTRIBUTE"
  | "MEMBER_TIER"
  | "CAMPAIGN"
  | "CODE"
  | "KEYWORD"
  | "SALT"
  | "INSTANT";

export interface NamedThing {
  readonly kind: NamedKind;
  /** From the root of the tree. */
  readonly path: readonly string[];
}

/**
 * Everything that a tree names, in the order of the tree: what another brand or another organisation may not have, may not know,
 * or could know the author by. Stages, cells, actions, platforms, categories of the catalogue and amounts are everybody's.
 */
export function namedThings(rule: Rule): readonly NamedThing[] {
  return walkLeaves(rule).flatMap((placed): readonly NamedThing[] => {
    const { leaf, path } = placed;
    const found: NamedThing[] = [];
    const add = (kind: NamedKind, ...field: readonly string[]): void => {
      found.push({ kind, path: [...path, ...field] });
    };
    if ("pack" in leaf) add("PACK");
    if ("lookAlike" in leaf) add("LOOK_ALIKE");
    if ("list" in leaf) add("LIST");
    if ("attribute" in leaf) add("ATTRIBUTE");
    if ("membership" in leaf && leaf.membership.tiers !== null) add("MEMBER_TIER", "tiers");
    if ("randomShare" in leaf) add("SALT", "salt");
    if ("frequency" in leaf && leaf.frequency.campaignCode !== null) add("CAMPAIGN", "campaignCode");
    for (const { touch, path: at } of touchesOf(placed)) found.push(...namedByTouch(touch, at));
    for (const { at, path: where } of instantsOf(placed)) if (at !== null) found.push({ kind: "INSTANT", path: where });
    const window = "did" in leaf ? leaf.did.window : "frequency" in leaf ? leaf.frequency.window : null;
    const span = window ?? ("sequence" in leaf ? leaf.sequence.window : null);
    if (span && "from" in span) add("INSTANT", "window");
    return found;
  });
}

function namedByTouch(touch: TouchRule, path: readonly string[]): readonly NamedThing[] {
  const found: NamedThing[] = [];
  const add = (kind: NamedKind, field: string): void => {
    found.push({ kind, path: [...path, field] });
  };
  if (touch.campaignCode !== null) add("CAMPAIGN", "campaignCode");
  for (const field of codeFields) if (touch[field] !== undefined) add("CODE", field);
  if (touch.keywords !== undefined) add("KEYWORD", "keywords");
  if (touch.aliasOf?.productCodes !== undefined) add("CODE", "aliasOf");
  return found;
}
