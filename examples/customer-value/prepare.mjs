/**
 * Two public data sets as rows that the mappings beside this file read: node prepare.mjs cdnow|online-retail RAW_FOLDER TARGET_FOLDER
 *
 * cdnow.csv          CDNOW's 1/10 sample: one row per transaction, four years later than it was, as touchpoints before 2000 are
 *                    refused (1997 and 2001 have equal days); what was given away for nothing has no value
 * online-retail.csv  UCI Online Retail: one row per invoice line. A cancellation names no order, so it is taken to be of the
 *                    customer's latest earlier line of the same goods of which as many pieces are left; without one it names none
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const [name, raw, target] = process.argv.slice(2);
if (!raw || !target) throw new Error("usage: node prepare.mjs cdnow|online-retail RAW_FOLDER TARGET_FOLDER");

function cdnow() {
  const lines = readFileSync(join(raw, "CDNOW_sample.txt"), "utf8").trim().split("\n");
  return lines.map((line, row) => {
    const [, customer, date, , value] = line.trim().split(/\s+/);
    return {
      row: row + 1,
      customer,
      at: `${Number(date) + 40_000} 12`,
      order: `t${row + 1}`,
      value: Number(value) === 0 ? "" : value,
    };
  });
}

/** Cells of a line; texts stand in quotation marks, doubled where they are part of the text. */
const cellsOf = (line) =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) => quoted ?? plain);

function onlineRetail() {
  const [, ...lines] = gunzipSync(readFileSync(join(raw, "online_retail.csv.gz")))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  /** Lines of orders of a customer and goods, in the order of the file, which is that of time. */
  const bought = new Map();
  return lines.map((line, index) => {
    const [invoice, stock, , quantity, at, price, customer] = cellsOf(line);
    const pieces = Math.abs(Number(quantity));
    const value = (pieces * Number(price)).toFixed(2);
    const row = { row: index + 1, at, quantity: pieces, value: Number(value) === 0 ? "0" : value };
    const isKnown = customer !== "NA";
    const key = `${customer} ${stock}`;
    if (!invoice.startsWith("C")) {
      if (isKnown) bought.set(key, [...(bought.get(key) ?? []), { invoice, left: pieces }]);
      return { ...row, action: "ORDER", order: invoice, customer: isKnown ? customer : "" };
    }
    const source = (bought.get(key) ?? []).findLast(({ left }) => left >= pieces);
    if (source) source.left -= pieces;
    return { ...row, action: "REFUND", order: source?.invoice ?? "", customer: isKnown ? customer : "" };
  });
}

const [columns, rows] =
  name === "cdnow"
    ? [["row", "customer", "at", "order", "value"], cdnow()]
    : [["row", "action", "customer", "at", "order", "quantity", "value"], onlineRetail()];
const text = rows.map((row) => columns.map((column) => row[column]).join(",")).join("\n");
writeFileSync(join(target, `${name}.csv`), `${columns.join(",")}\n${text}\n`);
process.stdout.write(`${rows.length} rows in ${name}.csv\n`);
