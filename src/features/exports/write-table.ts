import type { ExportFormat } from "../../platform/exports/export-format";
import { ParquetFile } from "../../platform/parquet/parquet-file";
import type { FigureColumn, FigureRow, FigureTable } from "./figure-table";

type Value = FigureRow[string];

/** The file of a table: CSV by RFC 4180 with a header, null left empty and an empty text as ""; NDJSON an object a row; Parquet. */
export function writeTable({ columns, rows }: FigureTable, format: ExportFormat): Buffer {
  const cellOf = (row: FigureRow, { name }: FigureColumn): Value => row[name] ?? null;
  if (format === "PARQUET") {
    const file = new ParquetFile(columns);
    const body = file.write(columns.map((column) => rows.map((row) => cellOf(row, column))));
    return Buffer.concat([body, file.end()]);
  }
  if (format === "NDJSON") {
    const line = (row: FigureRow): string =>
      `${JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, jsonValue(cellOf(row, column), column)])))}\n`;
    return Buffer.from(rows.map(line).join(""));
  }
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => columns.map((column) => csvValue(cellOf(row, column), column))),
  ];
  return Buffer.from(lines.map((line) => `${line.join(",")}\r\n`).join(""));
}

/** Whole numbers and decimals are texts, as everywhere in the API: a JSON number may be rounded by its reader. */
function jsonValue(value: Value, column: FigureColumn): string | number | null {
  return value === null || typeof value === "number" ? value : textOf(value, column);
}

function csvValue(value: Value, column: FigureColumn): string {
  if (value === null) return "";
  const text = textOf(value, column);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(value: Exclude<Value, null>, column: FigureColumn): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint" && column.type === "DECIMAL") return decimal(value, column.scale);
  return String(value);
}

/** `-2.50` for -250 hundredths. */
function decimal(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = `${units < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}`;
  return scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
}
