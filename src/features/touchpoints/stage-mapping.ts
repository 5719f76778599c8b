import { MAX_CLOCK_SKEW_MS } from "../../platform/clock";
import { currencyExponent, isCurrencyCode } from "../../platform/money";
import type { Catalogue } from "./catalogue";
import { EARLIEST_TIME } from "./check-touchpoint";
import type { Mapping } from "./mapping";
import {
  type ColumnOf,
  NotStaged,
  removed,
  type StagedColumns,
  stageCode,
  stageKinds,
  stageNumbers,
  stageTexts,
} from "./stage-columns";
import { isPlain, matches, meansTheSame, numberOf, sqlText } from "./stage-sql";
import { stagedTime } from "./stage-time";
import { touchpointColumns } from "./write-touchpoint";

/** A file whose rows are lines without quotes. */
export interface StagedFile {
  readonly mapping: Mapping;
  readonly header: readonly string[];
  readonly lineEnd: "\n" | "\r\n";
  /** SHA-256 of the content, where the mapping names events by file and line. */
  readonly fileHash: string;
  /** Some lines may have control characters or backslashes. */
  readonly hasEscapes: boolean;
}

/** What rows are checked against. */
export interface StagedAgainst {
  readonly catalogue: Catalogue;
  readonly now: number;
}

/** How ClickHouse maps, checks and seals rows. */
export interface StagedMapping {
  /** Columns of `touchpoint` that it fills. */
  readonly columns: readonly string[];
  /** The rest of a SELECT over `line` and `text`, after its first two columns, in the order of {@link SEALED}. */
  readonly sealed: string;
  readonly columnCount: number;
}

/** Columns of the stage that every sealed row has beside those of a touchpoint. */
export const SEALED = ["day", "event_hash", "payload_hash", "keys", "namespaces", "values", "is_sealed"] as const;

/**
 * The mapping as an expression of ClickHouse. It takes a row only where it is sure to make of it what `compileMapping`, the check
 * and the seal make; every other row is left to those, so this knows of no rejection. Null: the mapping has a form that only
 * they read.
 */
export function stageMapping(file: StagedFile, against: StagedAgainst): StagedMapping | null {
  try {
    return compile(file, against);
  } catch (error) {
    if (error instanceof NotStaged) return null;
    throw error;
  }
}

function compile(
  { mapping, header, fileHash, hasEscapes }: StagedFile,
  { catalogue, now }: StagedAgainst,
): StagedMapping {
  const of: ColumnOf = (column) => `f[${header.lastIndexOf(column) + 1}]`;
  const staged: StagedColumns = { columns: new Map(), conditions: [], json: [] };
  const { columns, conditions, json } = staged;
  // Control characters and backslashes have escapes in JSON; quotes are not in the file.
  const separator = mapping.delimiter === "\t" ? String.raw`[\x00-\x08\x0a-\x1f\\]` : String.raw`[\x00-\x1f\\]`;
  conditions.push(`length(f) = ${header.length}`);
  if (hasEscapes) conditions.push(`NOT ${matches("row_text", separator)}`);

  stageKinds(mapping, of, [...catalogue.platforms], staged);
  columns.set("event_id", eventIdOf(mapping, of, fileHash));
  conditions.push("length(event_id) BETWEEN 1 AND 200");
  const time = stagedTime(mapping.time, of(mapping.time.column));
  if (time === null) throw new NotStaged();
  columns.set("millis", time.millis);
  columns.set("occurred_at", "fromUnixTimestamp64Milli(millis, 'UTC')");
  conditions.push(time.isSure, `millis BETWEEN ${EARLIEST_TIME} AND ${now + MAX_CLOCK_SKEW_MS}`);

  stageCode(mapping.fields.brandCode, of, { kind: "brand", column: "brand_id" }, staged);
  stageCode(mapping.fields.categoryCode, of, { kind: "category", column: "category_id" }, staged);
  json.push(
    `'{"brand_id":', ${columns.has("brand_id") ? "toString(brand_id)" : "'0'"}, ',"action":"', action_name,
      '","platform":"', platform, '","occurred_at":', toString(millis), ',"event_id":"', event_id, '","site":"', site_name, '"'`,
  );
  if (columns.has("category_id"))
    json.push(`if(category_id = 0, '', concat(',"category_id":', toString(category_id)))`);
  stageTexts(mapping, of, staged);
  stageNumbers(mapping, of, staged);
  stageMoney(mapping, of, staged);
  stageExposure(mapping, of, staged);
  const people = stageIdentities(mapping, of, catalogue, staged);

  const aliases = [...columns].map(([name, expression]) => `${expression} AS ${name}`);
  const filled = touchpointColumns.filter((column) => columns.has(column));
  const payload = `xxHash64(concat(${[...json, "'}'", people].join(", ")}))`;
  const values = [
    "toDate(toUInt16(intDiv(millis, 86400000)))",
    "xxHash64(event_id)",
    payload,
    "stored_keys",
    "arrayFilter(name -> name != '', namespaces_of)",
    "arrayFilter(value -> value != '', values_of)",
    `(${conditions.join("\n AND ")}) AS is_sealed`,
  ];
  return {
    columns: filled,
    columnCount: header.length,
    sealed: `${[...values, ...filled].join(", ")}\n FROM (SELECT *, ${aliases.join(",\n ")} FROM lines)`,
  };
}

function eventIdOf({ eventId }: Mapping, of: ColumnOf, fileHash: string): string {
  if ("column" in eventId) return of(eventId.column);
  if (eventId.exactDuplicates === "KEEP") return `concat(${sqlText(`${fileHash.slice(0, 32)}:`)}, toString(line))`;
  const parts = eventId.derivedFrom.map((column) => `if(${of(column)} = '', 'null', concat('"', ${of(column)}, '"'))`);
  const json = parts.length === 1 ? parts[0]! : `arrayStringConcat([${parts.join(", ")}], ',')`;
  return `lower(substring(hex(SHA256(concat('[', ${json}, ']'))), 1, 32))`;
}

function stageMoney({ money }: Mapping, of: ColumnOf, { columns, conditions, json }: StagedColumns): void {
  if (!money) return;
  const { unit, currencyCode } = money;
  if (!isCurrencyCode(currencyCode)) throw new NotStaged();
  const exponent = currencyExponent(currencyCode);
  const text = of(money.column);
  const fraction = exponent === 0 ? "" : `(?:\\.[0-9]{1,${exponent}})?`;
  const digits = unit === "MINOR" ? "^[0-9]{1,12}$" : `^[0-9]{1,12}${fraction}$`;
  const minor =
    unit === "MINOR"
      ? text
      : `concat(substringIndex(${text}, '.', 1), rightPad(if(position(${text}, '.') = 0, '', substringIndex(${text}, '.', -1)), ${exponent}, '0'))`;
  columns.set("minor", numberOf("Int64", minor));
  columns.set("value_minor", `if(${text} = '', NULL, minor)`);
  columns.set("currency", `if(${text} = '', '', ${sqlText(currencyCode)})`);
  conditions.push(`(${text} = '' OR ${matches(text, digits)})`);
  conditions.push(`(${text} = '' OR minor > 0 OR action_name != 'ORDER')`);
  json.push(
    `if(${text} = '', '', concat(',"value_minor":"', toString(minor), ${sqlText(`","currency":"${currencyCode}"`)}))`,
  );
}

function stageExposure({ fields }: Mapping, of: ColumnOf, { columns, conditions, json }: StagedColumns): void {
  const source = fields.exposure;
  if (!source) return;
  if ("constant" in source) {
    if (source.constant !== "SERVED") throw new NotStaged();
    return;
  }
  if (source.values || source.remove !== undefined) throw new NotStaged();
  const text = of(source.column);
  columns.set("exposure", `toInt8(${text} = 'OPPORTUNITY_TO_SEE')`);
  conditions.push(`(${text} IN ('', 'SERVED') OR (${text} = 'OPPORTUNITY_TO_SEE' AND action_name = 'IMPRESSION'))`);
  json.push(`if(exposure = 1, ',"exposure":"OPPORTUNITY_TO_SEE"', '')`);
}

/** Stored keys and namespaces of those identities that a row has; answers what they add to the payload. */
function stageIdentities(
  { identities }: Mapping,
  of: ColumnOf,
  catalogue: Catalogue,
  { columns, conditions }: StagedColumns,
): string {
  const per = (each: (index: number) => string): string => `[${identities.map((_, index) => each(index)).join(", ")}]`;
  for (const [index, { namespace, column, remove, hash }] of identities.entries()) {
    const pattern = catalogue.namespaces.get(namespace);
    if (pattern === undefined || !isPlain(namespace)) throw new NotStaged();
    if (pattern !== null && !(meansTheSame(pattern.source) && pattern.flags === "")) throw new NotStaged();
    const text = remove === undefined ? of(column) : removed(of(column), remove);
    const value = hash === "SHA256" ? `lower(hex(SHA256(${text})))` : text;
    columns.set(`has_${index}`, `${of(column)} != ''`);
    columns.set(`value_${index}`, pattern === null ? `lower(${value})` : value);
    columns.set(`name_${index}`, `concat(${sqlText(`${namespace}\0`)}, value_${index})`);
    conditions.push(`(NOT has_${index} OR value_${index} != '')`);
    conditions.push(`(NOT has_${index} OR ${matches(`value_${index}`, pattern?.source ?? "^[0-9a-f]{64}$")})`);
  }
  const isNamed = identities.map((_, index) => `has_${index}`).join(" OR ");
  conditions.push(`(${isNamed})`);
  const key = (name: string): string =>
    `reinterpretAsUInt128(reverse(substring(SHA256(concat((SELECT outer FROM pad), SHA256(concat((SELECT inner FROM pad), ${name})))), 1, 16)))`;
  const names = per((index) => `if(has_${index}, name_${index}, '')`);
  columns.set(
    "stored_keys",
    `arrayFilter(key -> key != 0, ${per((index) => `if(has_${index}, ${key(`name_${index}`)}, toUInt128(0))`)})`,
  );
  columns.set(
    "namespaces_of",
    per((index) => `if(has_${index}, ${sqlText(identities[index]!.namespace)}, '')`),
  );
  columns.set(
    "values_of",
    per((index) => `if(has_${index}, value_${index}, '')`),
  );
  return `arrayStringConcat(arrayFilter(name -> name != '', ${names}), '\\0')`;
}
