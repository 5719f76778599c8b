import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** JData (JD.com, 2016) is no part of the repository: see `../shared/data/README.md` for its columns and windows. */
const FOLDER = join(__dirname, "../../../../shared/data/jdata");

export const jdataFiles = ["201602", "201603", "201604"].map((month) => join(FOLDER, `JData_Action_${month}.csv.gz`));

export const hasJdata = jdataFiles.every((path) => existsSync(path));

/** Columns of the action files, in the order of their header. */
export const RAW_COLUMNS = ["user_id", "sku_id", "time", "model_id", "type", "cate", "brand"] as const;

/** One action as the file has it: text by column. */
export type RawRow = Readonly<Record<(typeof RAW_COLUMNS)[number], string>>;

export interface RawFiles {
  readonly rows: readonly RawRow[];
  /** Rows that are left when equal ones count once. */
  readonly distinct: number;
}

/** Reads the files without any of the product's readers: no field of them is quoted. */
export function readRawFiles(): RawFiles {
  const lines = jdataFiles.flatMap((path) => {
    const [header, ...rest] = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
    if (header !== RAW_COLUMNS.join(",")) throw new Error(`${path} must have ${RAW_COLUMNS}, but has ${header}`);
    return rest;
  });
  const rows = lines.map((line) => {
    const values = line.split(",");
    return Object.fromEntries(RAW_COLUMNS.map((column, i) => [column, values[i]!])) as RawRow;
  });
  return { rows, distinct: new Set(lines).size };
}
