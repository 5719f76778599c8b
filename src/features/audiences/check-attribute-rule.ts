import type { AttributeRule } from "../../engines/segmentation/person-rule";
import type { UserProblem } from "../../platform/user-error";
import { type AttributeDefinition, readAttributeValue } from "../people";

const ORDERED = ["INTEGER", "DECIMAL", "DATE"] as const;

/** What is wrong with a condition, given its attribute; null: the organisation has none of the code. */
export function checkAttributeRule(
  rule: AttributeRule,
  definition: AttributeDefinition | null,
  path: readonly string[],
): readonly UserProblem[] {
  if (!definition) {
    const message = `attribute must name an attribute of this organisation, but got "${rule.code.slice(0, 60)}"; list them with viewer { attributeDefinitions }.`;
    return [{ code: "NOT_FOUND", field: [...path, "code"], message }];
  }
  const problems: UserProblem[] = [];
  const refuse = (field: readonly string[], message: string): void => {
    problems.push({ code: "INVALID_INPUT", field: [...path, ...field], message });
  };
  for (const [index, text] of (rule.in ?? []).entries()) {
    const value = keptValue(definition, text);
    if (value.refusal) refuse(["in", String(index)], value.refusal);
  }
  const bounds = (["min", "max"] as const).filter((bound) => rule[bound] !== null);
  if (bounds.length > 0 && !ORDERED.some((type) => type === definition.type)) {
    const message = `${bounds[0]} must be asked of an attribute that is ${ORDERED.join(" or ")}, but ${rule.code} is ${definition.type}; name its values in \`in\`.`;
    refuse([bounds[0]!], message);
    return problems;
  }
  for (const bound of bounds) {
    const { refusal } = keptValue(unbounded(definition), rule[bound]!);
    if (refusal) refuse([bound], refusal);
  }
  return problems;
}

/** A bound may lie beyond what a value may. */
export const unbounded = (definition: AttributeDefinition): AttributeDefinition => ({
  ...definition,
  minimum: null,
  maximum: null,
});

/** The spelling under which a value is recorded, or why there is none. */
export function keptValue(
  definition: AttributeDefinition,
  text: string,
): { readonly value: string; readonly refusal: null } | { readonly value: null; readonly refusal: string } {
  const read = readAttributeValue(definition, text);
  if (typeof read === "string") return { value: read, refusal: null };
  const allowed = read.allowed ? ` Allowed: ${read.allowed.join(", ")}.` : "";
  return { value: null, refusal: `${read.message}${allowed}` };
}
