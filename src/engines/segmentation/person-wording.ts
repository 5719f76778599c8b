import type { AttributeRule, PackRule, PersonLeafRule, RandomShareRule } from "./person-rule";

/** How one language says each leaf about people and sets of them. */
export interface PersonWording {
  pack(rule: PackRule): string;
  randomShare(rule: RandomShareRule): string;
  attribute(rule: AttributeRule): string;
}

/** What people call the things that these leaves name by code or key. */
export interface PersonNames {
  pack(id: string): string;
  attribute(code: string): string;
}

export function personPhrase(rule: PersonLeafRule, wording: PersonWording): string {
  if ("randomShare" in rule) return wording.randomShare(rule.randomShare);
  if ("attribute" in rule) return wording.attribute(rule.attribute);
  return wording.pack(rule.pack);
}
