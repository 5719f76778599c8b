import type {
  AttributeRule,
  LifecycleRule,
  ListRule,
  MembershipRule,
  PackRule,
  PersonLeafRule,
  RandomShareRule,
  ReachableRule,
  ValueTierRule,
} from "./person-rule";

/** How one language says each leaf about people and sets of them. */
export interface PersonWording {
  pack(rule: PackRule): string;
  randomShare(rule: RandomShareRule): string;
  attribute(rule: AttributeRule): string;
  reachable(rule: ReachableRule): string;
  membership(rule: MembershipRule): string;
  lifecycle(rule: LifecycleRule): string;
  list(rule: ListRule): string;
  valueTier(rule: ValueTierRule): string;
}

/** What people call the things that these leaves name by code or key. */
export interface PersonNames {
  pack(id: string): string;
  attribute(code: string): string;
  list(id: string): string;
  platform(code: string): string;
}

export function personPhrase(rule: PersonLeafRule, wording: PersonWording): string {
  if ("randomShare" in rule) return wording.randomShare(rule.randomShare);
  if ("attribute" in rule) return wording.attribute(rule.attribute);
  if ("reachable" in rule) return wording.reachable(rule.reachable);
  if ("membership" in rule) return wording.membership(rule.membership);
  if ("lifecycle" in rule) return wording.lifecycle(rule.lifecycle);
  if ("list" in rule) return wording.list(rule.list);
  if ("valueTier" in rule) return wording.valueTier(rule.valueTier);
  return wording.pack(rule.pack);
}
