import type { Action } from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";

/** What people of a target group have in common besides buying in the category. */
export type GroupTrait =
  | { readonly kind: "TOUCHPOINT"; readonly platform: string; readonly action: Action }
  | { readonly kind: "RIVAL_BUYER" }
  | { readonly kind: "ATTRIBUTE"; readonly attribute: string; readonly value: string };

export interface CategoryWindow {
  readonly categoryId: number;
  readonly days: number;
}

/** Customers of the category, of any brand or of the own one. */
export const categoryBuyers = ({ categoryId, days }: CategoryWindow, brand: "ANY" | "OWN"): RuleInput => ({
  did: { action: "ORDER", brand, categoryId, within: { days } },
});

/** Customers of the category with the trait. */
export const targetGroupRules = (trait: GroupTrait, window: CategoryWindow): RuleInput => ({
  allOf: [categoryBuyers(window, "ANY"), traitRule(trait, window.days)],
});

function traitRule(trait: GroupTrait, days: number): RuleInput {
  if (trait.kind === "RIVAL_BUYER") return { did: { action: "ORDER", brand: "RIVAL", within: { days } } };
  if (trait.kind === "ATTRIBUTE") return { attribute: { code: trait.attribute, in: [trait.value] } };
  const { action, platform } = trait;
  return { did: { action, brand: "ANY", platforms: [platform], within: { days } } };
}
