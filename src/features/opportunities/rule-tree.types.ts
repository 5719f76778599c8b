import type { RuleInput } from "../../engines/segmentation/rule-input";
import { toNodeId } from "../../graphql/node";

/** A tree in the form of AudienceRuleInput: node ids in place of keys, and without what was left out. */
export function toRuleTree(rules: RuleInput): object {
  const { allOf, anyOf, not, did, rfm, pack, ...leaf } = rules;
  const tree = {
    ...leaf,
    allOf: allOf?.map(toRuleTree),
    anyOf: anyOf?.map(toRuleTree),
    not: not && toRuleTree(not),
    did: did && { ...did, categoryId: categoryId(did.categoryId) },
    rfm: rfm && { ...rfm, categoryId: categoryId(rfm.categoryId) },
    pack: pack && { ...pack, id: toNodeId("AudiencePack", pack.id) },
  };
  return JSON.parse(JSON.stringify(tree, (_, value: unknown) => value ?? undefined));
}

const categoryId = (key: number | null | undefined): string | null => (key == null ? null : toNodeId("Category", key));
