import { isUtf8 } from "node:buffer";
import { CallbackError } from "./callback.errors";
import { compileMapping } from "./map-row";
import { columnsOf, type Mapping } from "./mapping";
import { type Rejection, rejection } from "./rejection";
import type { TouchpointDraft } from "./touchpoint";
import { LineSplitter } from "./touchpoint-stream-lines";
import { isObject, notAnObject, parseLine, readDraft } from "./touchpoint-stream-row";

/** Most rows of one callback; 4 MB of plain impressions are about as many. */
const MAX_ROWS = 20_000;

/** A row with its line, or in an array its place, from 1. */
export interface NumberedRow {
  readonly line: number;
  readonly value: unknown;
  /** Why there is no value. */
  readonly rejection: Rejection | null;
}

export type ReadCallbackRow = (value: unknown) => TouchpointDraft | Rejection;

/** The rows of a body: of NDJSON its lines, of JSON an object or the elements of an array. */
export function callbackRows(body: Buffer, type: string | undefined): readonly NumberedRow[] {
  if (type !== "application/x-ndjson" && type !== "application/json") {
    throw new CallbackError(
      "UNSUPPORTED_MEDIA_TYPE",
      `Content-Type must be application/json or application/x-ndjson, but got ${type ?? "none"}.`,
    );
  }
  return type === "application/json" ? jsonRows(body) : lineRows(body);
}

/** How a source's rows become touchpoints: by its mapping, or as they are. */
export function callbackRowReader(mapping: Mapping | null): ReadCallbackRow {
  if (mapping === null) return readDraft;
  const map = compileMapping(mapping);
  const { used, known } = columnsOf(mapping);
  return (row) => {
    if (!isObject(row)) return notAnObject(row);
    for (const column in row) {
      const name = column.slice(0, 60);
      if (!known.has(column)) {
        return rejection("UNKNOWN_FIELD", [name], `The mapping must name every field, but not ${name}.`, known);
      }
      // Text made of an object would be the same for everybody.
      if (typeof row[column] === "object" && row[column] !== null && used.has(column)) {
        return rejection("INVALID_VALUE", [name], `${name} must be text or a number, but got a JSON structure.`);
      }
    }
    return map(row, { fileHash: "", line: 0 });
  };
}

function jsonRows(body: Buffer): readonly NumberedRow[] {
  const value = isUtf8(body) ? parseLine(body.toString()) : undefined;
  if (value === undefined) throw new CallbackError("MALFORMED_BODY", "The body must be JSON in UTF-8, but is not.");
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  expectFew(values.length);
  return values.map((one, index) => ({ line: index + 1, value: one, rejection: null }));
}

function lineRows(body: Buffer): readonly NumberedRow[] {
  let count = 0;
  for (let at = body.indexOf("\n"); at >= 0; at = body.indexOf("\n", at + 1)) expectFew(++count);
  const splitter = new LineSplitter();
  const rows: NumberedRow[] = [];
  for (const [index, line] of [...splitter.push(body), ...splitter.end()].entries()) {
    if (typeof line !== "string") rows.push({ line: index + 1, value: undefined, rejection: line });
    else if (line.trim() !== "") rows.push({ line: index + 1, value: parseLine(line), rejection: null });
  }
  return rows;
}

/** Counted before anything is made of the rows: two bytes would become a hundred. */
function expectFew(count: number): void {
  if (count <= MAX_ROWS) return;
  throw new CallbackError(
    "TOO_MANY_ROWS",
    `A callback must have at most ${MAX_ROWS} rows, but has more; send several.`,
  );
}
