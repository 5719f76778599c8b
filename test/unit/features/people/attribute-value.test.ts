import type { AttributeDefinition } from "../../../../src/features/people/attribute-definition";
import { readAttributeValue } from "../../../../src/features/people/attribute-value";

const attribute = (change: Partial<AttributeDefinition>): AttributeDefinition => ({
  ...{ id: "x", code: "x", name: "x", description: "", type: "ENUM", allowedValues: [], minimum: null, maximum: null },
  ...{ maximumAgeDays: null, version: 1, usedAt: null, retiredAt: null },
  ...change,
});

it.each<[AttributeDefinition["type"], string, string]>([
  ["INTEGER", "007", "7"],
  ["INTEGER", "-3", "-3"],
  ["DECIMAL", "1.50", "1.5"],
  ["DECIMAL", "0.000000000001", "0.000000000001"],
  ["BOOLEAN", "true", "true"],
  ["DATE", "2024-02-29", "2024-02-29"],
])("%s %s is kept as %s, so that one value has one spelling", (type, text, kept) => {
  expect(readAttributeValue(attribute({ type }), text)).toBe(kept);
});

it.each<[Partial<AttributeDefinition>, string, string]>([
  [{ type: "ENUM", allowedValues: ["a"] }, "A", 'x must be one of its allowed values, but got "A".'],
  [{ type: "INTEGER" }, "1.5", 'x must be a whole number of any size to any size, but got "1.5".'],
  [{ type: "INTEGER", minimum: 1n }, "0", 'x must be a whole number of 1 to any size, but got "0".'],
  [{ type: "INTEGER", maximum: 9n }, "10", 'x must be a whole number of any size to 9, but got "10".'],
  [{ type: "DECIMAL" }, "1e3", 'x must be a decimal number with at most 12 decimal places, but got "1e3".'],
  [{ type: "BOOLEAN" }, "yes", 'x must be true or false, but got "yes".'],
  [{ type: "DATE" }, "2025-02-29", 'x must be a calendar day, e.g. 2025-11-11, but got "2025-02-29".'],
  [{ type: "DATE" }, "11.11.2025", 'x must be a calendar day, e.g. 2025-11-11, but got "11.11.2025".'],
])("%o does not take %s", (change, text, message) => {
  expect(readAttributeValue(attribute(change), text)).toMatchObject({
    reason: "INVALID_VALUE",
    field: ["value"],
    message,
  });
});
