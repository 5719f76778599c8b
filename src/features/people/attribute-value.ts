import { Decimal } from "decimal.js";
import { DateTime } from "luxon";
import type { AttributeDefinition } from "./attribute-definition";
import { type PersonRowRejection, rejectRow } from "./upload-row";

/** The one spelling under which a value is kept, or why it is none. */
export function readAttributeValue(definition: AttributeDefinition, text: string): string | PersonRowRejection {
  const { code, type, allowedValues, minimum, maximum } = definition;
  const refuse = (rule: string, allowed?: readonly string[]): PersonRowRejection =>
    rejectRow("INVALID_VALUE", ["value"], `${code} must be ${rule}, but got "${text.slice(0, 60)}".`, allowed);
  switch (type) {
    case "ENUM":
      return allowedValues.includes(text) ? text : refuse("one of its allowed values", allowedValues);
    case "INTEGER": {
      const number = /^-?\d{1,18}$/.test(text) ? BigInt(text) : null;
      const isInside =
        number !== null && (minimum === null || number >= minimum) && (maximum === null || number <= maximum);
      return isInside
        ? number.toString()
        : refuse(`a whole number of ${minimum ?? "any size"} to ${maximum ?? "any size"}`);
    }
    case "DECIMAL":
      return /^-?\d{1,30}(\.\d{1,12})?$/.test(text)
        ? new Decimal(text).toFixed()
        : refuse("a decimal number with at most 12 decimal places");
    case "BOOLEAN":
      return text === "true" || text === "false" ? text : refuse("true or false", ["true", "false"]);
    case "DATE": {
      const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: "UTC" }).isValid;
      return isDay ? text : refuse("a calendar day, e.g. 2025-11-11");
    }
  }
}
