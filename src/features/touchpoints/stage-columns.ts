import { actions, sites } from "./action";
import type { Mapping } from "./mapping";
import { isPlain, matches, numberOf, removesTheSame, sqlList, sqlText } from "./stage-sql";
import { textColumns } from "./touchpoint";

/** What a mapping makes of a row's fields in ClickHouse. */
export interface StagedColumns {
  /** By column of `touchpoint`. */
  readonly columns: Map<string, string>;
  /** Of a row that is surely good all of them hold; of any other it is found row by row what becomes of it. */
  readonly conditions: string[];
  /** Pieces of the JSON that the payload hash is taken of, in the order of its keys. */
  readonly json: string[];
}

type Source = NonNullable<Mapping["fields"][keyof Mapping["fields"]]>;
/** The expression of a file's column. */
export type ColumnOf = (column: string) => string;

/** What no value is replaced by: rows with control characters are read row by row. */
const UNLISTED = "\u0001";
const MOST_PIECES = 1_000_000;
const MOST_SECONDS = 86_400;

/** A form of mapping that is read row by row. */
export class NotStaged extends Error {}

const insist = (holds: boolean): void => {
  if (!holds) throw new NotStaged();
};

/** The text of a field, empty where the row has none; what `values` does not list is no sure row. */
function textOf(source: Source, of: ColumnOf, conditions: string[]): string {
  if ("constant" in source) {
    insist(typeof source.constant === "string" && isPlain(source.constant));
    return sqlText(source.constant as string);
  }
  const { column, values, otherwise, remove } = source;
  const raw = of(column);
  const text = remove === undefined ? raw : removed(raw, remove);
  if (!values) return text;
  const [keys, replacements] = [Object.keys(values), Object.values(values)];
  insist(keys.length > 0 && [...keys, ...replacements, otherwise ?? ""].every(isPlain));
  const mapped = `transform(${text}, ${sqlList(keys)}, ${sqlList(replacements)}, ${sqlText(otherwise ?? UNLISTED)})`;
  if (otherwise === undefined) conditions.push(`(${raw} = '' OR ${mapped} != ${sqlText(UNLISTED)})`);
  return `if(${raw} = '', '', ${mapped})`;
}

export function removed(text: string, pattern: string): string {
  insist(removesTheSame(pattern));
  return `replaceRegexpAll(${text}, ${sqlText(pattern)}, '')`;
}

/** One of a closed list, by its number. */
function oneOf(text: string, names: readonly string[], from: number): string {
  const numbers = names.map((_, index) => index + from);
  return `transform(${text}, ${sqlList(names)}, [${numbers.join(", ")}], -1)`;
}

/** Action, platform and site: closed lists that every row needs. */
export function stageKinds(
  { fields }: Mapping,
  of: ColumnOf,
  platforms: readonly string[],
  { columns, conditions }: StagedColumns,
): void {
  const { action, platform, site } = fields;
  insist(platforms.every(isPlain) && platforms.length > 0);
  columns.set("action_name", textOf(action!, of, conditions));
  columns.set("action", `toInt8(greatest(${oneOf("action_name", actions, 1)}, 1))`);
  columns.set("platform", textOf(platform!, of, conditions));
  columns.set("site_name", textOf(site!, of, conditions));
  columns.set("site", `toInt8(greatest(${oneOf("site_name", sites, 0)}, 0))`);
  // A refund names its order and is rare.
  const taken = actions.filter((name) => name !== "REFUND");
  conditions.push(`action_name IN (${taken.map(sqlText).join(", ")})`);
  conditions.push(`platform IN (${platforms.map(sqlText).join(", ")})`);
  conditions.push(`site_name IN (${sites.map(sqlText).join(", ")})`);
}

/** A brand or category: its number by its code, as the stage's table of codes has it. */
export function stageCode(
  source: Source | undefined,
  of: ColumnOf,
  { kind, column }: { readonly kind: string; readonly column: string },
  { columns, conditions }: StagedColumns,
): void {
  if (!source) return;
  const list = (name: string): string => `(SELECT groupArray(${name}) FROM code WHERE kind = '${kind}')`;
  const text = `${kind}_code`;
  columns.set(text, textOf(source, of, conditions));
  columns.set(column, `transform(${text}, ${list("code")}, ${list("id")}, toUInt32(0))`);
  conditions.push(`(${text} = '' OR ${column} > 0)`);
}

export function stageTexts({ fields }: Mapping, of: ColumnOf, { columns, conditions, json }: StagedColumns): void {
  for (const [field, column, longest] of textColumns) {
    const source = fields[field];
    if (!source) continue;
    columns.set(column, textOf(source, of, conditions));
    conditions.push(`length(${column}) <= ${longest}`);
    json.push(`if(${column} = '', '', ',"${column}":"')`, column, `if(${column} = '', '', '"')`);
  }
}

/** Whole numbers; an absent one has the value that the column has of itself. */
export function stageNumbers(mapping: Mapping, of: ColumnOf, staged: StagedColumns): void {
  const number = (field: "rating" | "durationSeconds" | "quantity", column: string, digits: string): void => {
    const source = mapping.fields[field];
    if (!source) return;
    insist(!("constant" in source));
    const { columns, conditions, json } = staged;
    const [text, isGiven] = [`${column}_text`, `${column}_given`];
    columns.set(text, textOf(source, of, conditions));
    columns.set(isGiven, `${of((source as { column: string }).column)} != ''`);
    columns.set(`${column}_number`, numberOf("UInt32", text));
    const value = column === "quantity" ? `if(${isGiven}, toInt32(${column}_number), NULL)` : `${column}_number`;
    columns.set(column, value);
    conditions.push(`(NOT ${isGiven} OR ${matches(text, `^[0-9]{1,${digits}}$`)})`);
    json.push(`if(${isGiven}, concat(',"${column}":', toString(${column}_number)), '')`);
  };
  number("rating", "rating", "1");
  number("durationSeconds", "duration_seconds", "5");
  number("quantity", "quantity", "7");
  const { columns, conditions } = staged;
  if (columns.has("rating")) conditions.push("(NOT rating_given OR rating_number BETWEEN 1 AND 5)");
  if (columns.has("duration_seconds")) conditions.push(`duration_seconds_number <= ${MOST_SECONDS}`);
  if (columns.has("quantity")) {
    conditions.push(`quantity_number <= ${MOST_PIECES}`);
    conditions.push("(NOT quantity_given OR quantity_number > 0 OR action_name != 'ORDER')");
  }
}
