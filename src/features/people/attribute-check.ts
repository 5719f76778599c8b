import type { ProblemList } from "../../platform/user-error";
import type { AttributeDefinition, AttributeSpecification } from "./attribute-definition";
import { refuseAgesOfMinors } from "./attribute-minors";
import { findSensitiveWord } from "./attribute-sensitivity";

/** Most values of an ENUM: all of them fit into one answer. */
export const MAX_ALLOWED_VALUES = 200;
const MAX_NAME_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 2000;
const MAX_VALUE_LENGTH = 100;
/** A hundred years: nobody's attribute is older. */
const MAX_AGE_DAYS = 36_500;
const CODE = /^[a-z][a-z0-9_]{0,63}$/;

/** Adds every problem of a specification, sensitive ones included; `isSensitive` is what the definer declares. */
export function checkAttribute(problems: ProblemList, attribute: AttributeSpecification, isSensitive: boolean): void {
  const invalid = (field: string, message: string): void => problems.add("INVALID_INPUT", ["input", field], message);
  const { code, name, description, type, allowedValues, minimum, maximum, maximumAgeDays } = attribute;
  if (!CODE.test(code))
    invalid("code", `code must be 1 to 64 small letters, digits and underscores, a letter first, but got "${code}".`);
  if (!isText(name, MAX_NAME_LENGTH) || name.trim() === "")
    invalid("name", `name must be 1 to ${MAX_NAME_LENGTH} characters, but got ${JSON.stringify(name.slice(0, 60))}.`);
  if (description !== "" && !isText(description, MAX_DESCRIPTION_LENGTH))
    invalid(
      "description",
      `description must have at most ${MAX_DESCRIPTION_LENGTH} characters, none a control character.`,
    );
  if (type === "ENUM") {
    if (allowedValues.length === 0 || allowedValues.length > MAX_ALLOWED_VALUES)
      invalid(
        "allowedValues",
        `An ENUM must have 1 to ${MAX_ALLOWED_VALUES} allowedValues, but got ${allowedValues.length}.`,
      );
    if (new Set(allowedValues).size < allowedValues.length)
      invalid("allowedValues", "allowedValues must all differ, but one stands twice.");
    const bad = allowedValues.find((value) => !isText(value, MAX_VALUE_LENGTH) || value.trim() !== value);
    if (bad !== undefined)
      invalid(
        "allowedValues",
        `A value must be 1 to ${MAX_VALUE_LENGTH} characters without spaces around it, but got ${JSON.stringify(bad.slice(0, 60))}.`,
      );
  } else if (allowedValues.length > 0)
    invalid("allowedValues", `allowedValues must be given for an ENUM and for no other type, but got ${type}.`);
  if (type !== "INTEGER" && (minimum !== null || maximum !== null))
    invalid("minimum", `minimum and maximum must be given for an INTEGER and for no other type, but got ${type}.`);
  if (minimum !== null && maximum !== null && minimum > maximum)
    invalid("maximum", `maximum must be at least minimum (${minimum}), but got ${maximum}.`);
  for (const [field, bound] of Object.entries({ minimum, maximum })) {
    if (bound !== null && bound !== BigInt.asIntN(64, bound))
      invalid(field, `${field} must fit 64 bits, but got ${bound}.`);
  }
  if (maximumAgeDays !== null && (maximumAgeDays < 1 || maximumAgeDays > MAX_AGE_DAYS))
    invalid("maximumAgeDays", `maximumAgeDays must be 1 to ${MAX_AGE_DAYS}, but got ${maximumAgeDays}.`);
  checkSensitivity(problems, attribute, isSensitive);
}

/** Adds what would take away values that may have been recorded already. */
export function checkWidening(problems: ProblemList, before: AttributeDefinition, after: AttributeSpecification): void {
  if (before.usedAt === null) return;
  const since = `values were sent since ${before.usedAt.toISOString()}`;
  const lost = before.allowedValues.filter((value) => !after.allowedValues.includes(value));
  if (lost.length > 0)
    problems.add(
      "ATTRIBUTE_IN_USE",
      ["input", "allowedValues"],
      `allowedValues may only gain values once used, but ${lost.map((value) => `"${value}"`).join(", ")} would go (${since}); retire the attribute and define another.`,
    );
  const narrows = {
    minimum: after.minimum !== null && (before.minimum === null || after.minimum > before.minimum),
    maximum: after.maximum !== null && (before.maximum === null || after.maximum < before.maximum),
  };
  for (const [field, isNarrower] of Object.entries(narrows)) {
    if (!isNarrower) continue;
    problems.add(
      "ATTRIBUTE_IN_USE",
      ["input", field],
      `${field} may only widen the bounds once used (${since}); retire the attribute and define another.`,
    );
  }
}

function checkSensitivity(problems: ProblemList, attribute: AttributeSpecification, isSensitive: boolean): void {
  const { code, name, description, allowedValues } = attribute;
  const refuse = (field: readonly string[], message: string): void =>
    problems.add("SENSITIVE_ATTRIBUTE", ["input", ...field], message);
  if (isSensitive)
    refuse(
      ["isSensitive"],
      "An attribute must not be sensitive personal information, but its definer declares that it is; such data is not kept here.",
    );
  const texts: readonly (readonly [readonly string[], string])[] = [
    [["code"], code],
    [["name"], name],
    [["description"], description],
    ...allowedValues.map((value, index) => [["allowedValues", String(index)], value] as const),
  ];
  for (const [field, text] of texts) {
    const found = findSensitiveWord(text);
    if (!found) continue;
    refuse(
      field,
      `${field[0]} must not name sensitive personal information, but "${found.word}" reads as ${found.kind.name} (${found.kind.law}); such data is not kept here. If the attribute says nothing of the kind, name what was observed instead, e.g. what was bought.`,
    );
  }
  const young = refuseAgesOfMinors(attribute);
  if (young)
    refuse(
      [attribute.type === "INTEGER" ? "minimum" : attribute.type === "ENUM" ? "allowedValues" : "type"],
      `Data about minors under 14 is sensitive (PIPL art. 28) and not kept here: ${young}; leave children out, or name what the years are counted from otherwise.`,
    );
}

const isText = (text: string, longest: number): boolean =>
  text.length > 0 && text.length <= longest && !/\p{Cc}/u.test(text);
