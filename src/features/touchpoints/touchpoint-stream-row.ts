import { type Rejection, rejection } from "./rejection";
import { type TouchpointDraft, textColumns } from "./touchpoint";

const MONEY: ReadonlySet<string> = new Set(["amount", "currencyCode"]);
const IDENTITY: ReadonlySet<string> = new Set(["namespace", "value"]);

type JsonObject = Readonly<Record<string, unknown>>;

const NOT_JSON = rejection("MALFORMED_ROW", [], "The line must be JSON, but is not.");
const NOT_AN_OBJECT = rejection("MALFORMED_ROW", [], "The row must be a JSON object, but is another value.");

/** A line's JSON value; undefined when it is none. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The row as an object, or why it is none: without its text, which may hold a phone number. */
export const notAnObject = (value: unknown): Rejection => (value === undefined ? NOT_JSON : NOT_AN_OBJECT);

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type CheckType = (value: unknown, field: string) => Rejection | null;

const isText: CheckType = (value, field) => (typeof value === "string" ? null : wrongType([field], "text", value));
const isNumber: CheckType = (value, field) =>
  typeof value === "number" ? null : wrongType([field], "a number", value);
const areTexts: CheckType = (value, field) =>
  Array.isArray(value) && value.every((one) => typeof one === "string")
    ? null
    : wrongType([field], "a list of texts", value);

/** The fields of `TouchpointInput` and what each must be; a test compares the names with the schema. */
const FIELDS: ReadonlyMap<string, CheckType> = new Map<string, CheckType>([
  ...["eventId", "occurredAt", "action", "platform", "site", "brandCode", "categoryCode", "exposure"].map(
    (field) => [field, isText] as const,
  ),
  ...textColumns.map(([field]) => [field, isText] as const),
  ["rating", isNumber],
  ["durationSeconds", isNumber],
  ["quantity", isNumber],
  ["value", (value, field) => haveTexts(value, MONEY, [field])],
  ["tags", areTexts],
  ["identities", areIdentities],
]);

/** Does for a row of JSON what the schema does for a row of the mutation: known fields of the right types, nothing else. */
export function readDraft(row: unknown): TouchpointDraft | Rejection {
  if (!isObject(row)) return notAnObject(row);
  for (const field in row) {
    const check = FIELDS.get(field);
    if (check === undefined) return unknownField([], field, FIELDS.keys());
    const value = row[field];
    const problem = value === null ? null : check(value, field);
    if (problem) return problem;
  }
  return row as unknown as TouchpointDraft;
}

function areIdentities(value: unknown, field: string): Rejection | null {
  if (!Array.isArray(value)) return wrongType([field], "a list", value);
  for (let i = 0; i < value.length; i++) {
    const problem = haveTexts(value[i], IDENTITY, [field, String(i)]);
    if (problem) return problem;
  }
  return null;
}

/** An object that has exactly these texts. */
function haveTexts(value: unknown, fields: ReadonlySet<string>, path: readonly string[]): Rejection | null {
  if (!isObject(value)) return wrongType(path, `an object of ${[...fields].join(" and ")}`, value);
  for (const field in value) if (!fields.has(field)) return unknownField(path, field, fields);
  for (const field of fields)
    if (typeof value[field] !== "string") return wrongType([...path, field], "text", value[field]);
  return null;
}

function unknownField(path: readonly string[], field: string, known: Iterable<string>): Rejection {
  const name = field.slice(0, 60);
  return rejection("UNKNOWN_FIELD", [...path, name], `A row must have known fields only, but got "${name}".`, known);
}

function wrongType(path: readonly string[], rule: string, value: unknown): Rejection {
  const got = Array.isArray(value) ? "a list" : value === null ? "null" : typeof value;
  return rejection("INVALID_VALUE", path, `${path.join(".")} must be ${rule}, but got ${got}.`);
}
