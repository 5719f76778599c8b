import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { DateTime } from "luxon";
import { currencyExponent } from "../../platform/money";
import type { Identity } from "../people";
import type { Mapping } from "./mapping";
import { type Rejection, rejection } from "./rejection";
import type { TouchpointDraft } from "./touchpoint";

/** A row of a file: text by column (CSV) or JSON values by key (NDJSON). */
export type FileRow = Readonly<Record<string, unknown>>;

export interface RowPlace {
  /** SHA-256 of the file's content, hexadecimal. */
  readonly fileHash: string;
  /** From 1, the header included. */
  readonly line: number;
}

export type MapRow = (row: FileRow, place: RowPlace) => TouchpointDraft | Rejection;

const NUMBERS: ReadonlySet<string> = new Set(["rating", "durationSeconds", "quantity"]);

export type ReadField = (row: FileRow) => string | number | null | Rejection;

/** Compiles a mapping to a function over rows; what a row lacks is left out and found by the touchpoint check. */
export function compileMapping(mapping: Mapping): MapRow {
  const fields = Object.entries(mapping.fields).map(([field, source]) => [field, readerOf(field, source)] as const);
  const readTime = timeReader(mapping.time);
  const readIdentities = identityReader(mapping.identities);
  return (row, place) => {
    const draft: Record<string, unknown> = {};
    for (const [field, read] of fields) {
      const value = read(row);
      if (value === null) continue;
      if (typeof value === "object") return value;
      draft[field] = value;
    }
    draft["identities"] = readIdentities(row);
    draft["occurredAt"] = readTime(row[mapping.time.column]);
    if (mapping.money) {
      const amount = textOf(row[mapping.money.column]);
      if (amount !== null)
        draft["value"] = {
          amount: mapping.money.unit === "MAJOR" ? amount : toMajorText(amount, mapping.money.currencyCode),
          currencyCode: mapping.money.currencyCode,
        };
    }
    draft["eventId"] = eventIdOf(mapping, row, place);
    return draft as unknown as TouchpointDraft;
  };
}

export const isDraft = (mapped: TouchpointDraft | Rejection): mapped is TouchpointDraft => !("reason" in mapped);

/** Reads those of the identities that a row has. */
export function identityReader(mapped: Mapping["identities"]): (row: FileRow) => Identity[] {
  const identities = mapped.map((one) => ({
    ...one,
    pattern: one.remove === undefined ? null : new RegExp(one.remove, "g"),
  }));
  return (row) => {
    const found: Identity[] = [];
    for (const { namespace, column, pattern, hash } of identities) {
      const text = textOf(row[column]);
      if (text === null) continue;
      const value = pattern ? text.replace(pattern, "") : text;
      found.push({ namespace, value: hash === "SHA256" ? createHash("sha256").update(value).digest("hex") : value });
    }
    return found;
  };
}

export function readerOf(field: string, source: NonNullable<Mapping["fields"][keyof Mapping["fields"]]>): ReadField {
  if ("constant" in source) return () => source.constant;
  const { column, values, otherwise } = source;
  const pattern = source.remove === undefined ? null : new RegExp(source.remove, "g");
  const isNumber = NUMBERS.has(field);
  return (row) => {
    const raw = textOf(row[column]);
    if (raw === null) return null;
    const text = pattern ? raw.replace(pattern, "") : raw;
    const mapped = values ? (Object.hasOwn(values, text) ? values[text] : otherwise) : text;
    if (mapped === undefined) {
      return rejection(
        "INVALID_VALUE",
        [column],
        `${column} must be one of the values that the mapping lists, but got "${text.slice(0, 60)}".`,
        Object.keys(values ?? {}),
      );
    }
    return isNumber ? Number(mapped) : mapped;
  };
}

export function timeReader(time: Mapping["time"]): (value: unknown) => string | number {
  if (time.format === "UNIX_MILLIS") return (value) => Number(value);
  if (time.format === "UNIX_SECONDS") return (value) => Number(value) * 1000;
  if (time.format === "ISO") return (value) => String(value ?? "");
  const options = { zone: time.zone ?? "UTC" };
  const parser = DateTime.buildFormatParser(time.format);
  // Rows of a log share their seconds, and parsing by pattern costs 33 microseconds.
  const known = new LRUCache<string, number>({ max: 100_000 });
  return (value) => {
    const text = String(value ?? "");
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const parsed = DateTime.fromFormatParser(text, parser, options);
    if (!parsed.isValid) return text;
    // A copy: the text is a slice of its file, and V8 would keep the whole piece that it was cut from.
    known.set(Buffer.from(text).toString(), parsed.toMillis());
    return parsed.toMillis();
  };
}

function eventIdOf(mapping: Mapping, row: FileRow, place: RowPlace): string {
  if ("column" in mapping.eventId) return textOf(row[mapping.eventId.column]) ?? "";
  const { derivedFrom, exactDuplicates } = mapping.eventId;
  if (exactDuplicates === "KEEP") return `${place.fileHash.slice(0, 32)}:${place.line}`;
  return createHash("sha256")
    .update(JSON.stringify(derivedFrom.map((name) => textOf(row[name]))))
    .digest("hex")
    .slice(0, 32);
}

export function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" ? value : String(value);
}

function toMajorText(minor: string, currencyCode: string): string {
  const exponent = currencyExponent(currencyCode);
  if (!/^\d+$/.test(minor) || exponent === 0) return minor;
  const digits = minor.padStart(exponent + 1, "0");
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
