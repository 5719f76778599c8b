import type { AttributeSpecification } from "./attribute-definition";
import { wordsOf } from "./attribute-sensitivity";

/** PIPL art. 28: everything about a person below this age is sensitive. */
const FULL_YEARS = 14;
const LOWER_OPEN = /under|below|less|younger|up to|<|≤|以下|以内|未满|未滿|小于|小於/i;

/**
 * Refuses ages that could be a child's; null: fine. An attribute is one of age when the words age or birth (年龄, 出生, 生日) stand
 * in its code or name. It may then be an INTEGER whose minimum is at least 14, an ENUM of bands that all begin at 14 or later
 * (the first number of a band counts; a band open downwards begins at 0), or a BOOLEAN such as `is_of_age`.
 */
export function refuseAgesOfMinors(attribute: AttributeSpecification): string | null {
  if (![attribute.code, attribute.name].some(namesAge)) return null;
  const { type, minimum, allowedValues } = attribute;
  if (type === "BOOLEAN") return null;
  if (type === "INTEGER") {
    if (minimum !== null && minimum >= BigInt(FULL_YEARS)) return null;
    return `minimum of an age must be at least ${FULL_YEARS}, but got ${minimum ?? "none"}`;
  }
  if (type !== "ENUM")
    return `an age must be an ENUM of bands or an INTEGER with a minimum of ${FULL_YEARS}, but got ${type}`;
  const young = allowedValues.find((value) => beginsBelow(value));
  return young === undefined ? null : `bands of an age must begin at ${FULL_YEARS} or later, but got "${young}"`;
}

const namesAge = (text: string): boolean =>
  wordsOf(text).some((word) => word === "age" || word === "ages" || word.startsWith("birth")) ||
  /年龄|年齡|出生|生日/.test(text);

function beginsBelow(band: string): boolean {
  const first = /\d+/.exec(band.normalize("NFKC"));
  return first !== null && (LOWER_OPEN.test(band) || Number(first[0]) < FULL_YEARS);
}
