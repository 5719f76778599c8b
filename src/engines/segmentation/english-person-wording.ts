import {
  type AttributeRule,
  type LifecycleState,
  type RandomShareRule,
  SHARE_PARTS,
  type ValueQuadrant,
} from "./person-rule";
import type { PersonNames, PersonWording } from "./person-wording";

export const englishPersonWording = (names: PersonNames): PersonWording => ({
  pack: ({ id, mode }) => `in the pack "${names.pack(id)}"${mode ? " by its rules at that instant" : ""}`,
  randomShare,
  attribute: (rule) => `with ${names.attribute(rule.code)} ${valuesOf(rule)}`,
  reachable: ({ namespaces, platforms }) =>
    [
      ...(namespaces ? [`with an identity in ${namespaces.join(" or ")}`] : []),
      ...(platforms ? [`reachable on ${platforms.map(names.platform).join(" or ")}`] : []),
    ].join(" and "),
  membership: ({ tiers }) => (tiers ? `with member tier ${tiers.join(" or ")}` : "with a membership"),
  lifecycle: (rule) => `in lifecycle state ${rule.in.map((state) => LIFECYCLE[state]).join(" or ")}`,
  list: ({ id }) => `on the uploaded list "${names.list(id)}"`,
  valueTier: ({ in: tiers, quadrants }) =>
    [
      ...(tiers ? [`in value tier ${tiers.join(" or ")}`] : []),
      ...(quadrants ? [`of ${quadrants.map((quadrant) => QUADRANT[quadrant]).join(" or ")}`] : []),
    ].join(" and "),
});

function randomShare({ salt, from, to }: RandomShareRule): string {
  const after = from === 0 ? "" : ` after the first ${from}`;
  return `in a random ${to - from} of ${SHARE_PARTS}${after} by "${salt}"`;
}

const LIFECYCLE: Readonly<Record<LifecycleState, string>> = {
  NEW: "New",
  ACTIVE: "Active",
  LAPSING: "Lapsing",
  LOST: "Lost",
};

const QUADRANT: Readonly<Record<ValueQuadrant, string>> = {
  HIGH_NOW_HIGH_NEXT: "high value now and next",
  HIGH_NOW_LOW_NEXT: "high value now and low value next",
  LOW_NOW_HIGH_NEXT: "low value now and high value next",
  LOW_NOW_LOW_NEXT: "low value now and next",
};

function valuesOf({ in: values, min, max }: AttributeRule): string {
  if (values) return values.join(" or ");
  if (max === null) return `at least ${min}`;
  return min === null ? `at most ${max}` : `${min} to ${max}`;
}
