import type { ParquetColumn } from "../../platform/parquet/parquet-column";

/*
 * Terms of this feature
 *
 * figure table: what a published object says, as rows of named columns, for tools that read tables.
 * manifest:     what the columns of a file mean, beside the file. Columns are only ever added, at the end.
 */

export type FigureColumn = ParquetColumn & {
  /** What a value counts, e.g. "conversions" or a currency's code; null: it is a name or a key. */
  readonly unit: string | null;
  readonly description: string;
};

/** By the name of its column; absent: null. */
export type FigureRow = Readonly<Record<string, string | bigint | number | Date | null>>;

export interface FigureTable {
  /** Counts up when a column is added. */
  readonly schemaVersion: number;
  readonly columns: readonly FigureColumn[];
  readonly rows: readonly FigureRow[];
  /** Of the brand, in which its days begin; null where there is no brand. */
  readonly zone: string | null;
  /** Of every amount. */
  readonly currencyCode: string;
}

export interface FigureManifest extends Omit<FigureTable, "rows"> {
  readonly rows: number;
}

const named =
  (type: "STRING" | "INT64" | "DOUBLE" | "TIMESTAMP", isNullable: boolean) =>
  (name: string, unit: string | null, description: string): FigureColumn => ({
    ...{ name, type, isNullable, unit, description },
  });

/** Columns by what they hold; `maybe` ones may be null. */
export const column = {
  text: named("STRING", false),
  maybeText: named("STRING", true),
  whole: named("INT64", false),
  instant: named("TIMESTAMP", false),
  maybeInstant: named("TIMESTAMP", true),
  maybeNumber: named("DOUBLE", true),
  maybeDecimal: (name: string, scale: number, unit: string, description: string): FigureColumn => ({
    ...{ name, type: "DECIMAL", scale, isNullable: true, unit, description },
  }),
};
