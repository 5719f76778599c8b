import type { RuleInput } from "./rule-input";

/** DIFFERENCE: the members of the first pack who are in none of the others. */
export const packOperations = ["UNION", "INTERSECTION", "DIFFERENCE"] as const;
export type PackOperation = (typeof packOperations)[number];

/** The tree that the algebra of packs is: it reads their members when it is evaluated, so it follows packs that live. */
export function combinePacks(operation: PackOperation, packIds: readonly string[]): RuleInput {
  const packs: readonly RuleInput[] = packIds.map((id) => ({ pack: { id } }));
  if (operation === "UNION") return { anyOf: packs };
  if (operation === "INTERSECTION") return { allOf: packs };
  const [first, ...others] = packs;
  return { allOf: [first!, ...others.map((not) => ({ not }))] };
}
