import { suppress } from "../../platform/small-groups";

export interface TableMargins {
  /** Rows and columns whose sums are withheld elsewhere in the same answer: their cells must not give them away. */
  readonly withheldRows: ReadonlySet<number>;
  readonly withheldColumns: ReadonlySet<number>;
  /** Cells that would give away what is withheld in another table of the same answer. */
  readonly withheldCells?: (row: number, column: number) => boolean;
}

export interface SuppressedTable {
  /** By row, then column; null where withheld. */
  readonly counts: readonly (readonly (bigint | null)[])[];
  readonly suppressedCells: number;
  /** People in all withheld cells together; null as in `SuppressedPartition`. */
  readonly remainder: bigint | null;
}

/**
 * Suppresses the cells of a two-way table whose row and column sums are told. A row or column never has a single withheld
 * cell, nor withheld cells of fewer people than the threshold: its smallest other cell goes too, an empty one last, until
 * every line is safe. That defeats subtraction along any one line; bounds from a linear programme over all lines at once can
 * still narrow a withheld count down (Cox 1980), which is accepted, as with every cell-wise method.
 */
export function suppressTable(
  counts: readonly (readonly bigint[])[],
  threshold: number,
  margins: TableMargins,
): SuppressedTable {
  const cells = counts.flatMap((row, r) =>
    row.map((count, c) => {
      const isMarginWithheld = margins.withheldRows.has(r) || margins.withheldColumns.has(c);
      const isWithheld =
        suppress(count, threshold) === null ||
        (count > 0n && isMarginWithheld) ||
        (margins.withheldCells?.(r, c) ?? false);
      return { r, c, count, isWithheld };
    }),
  );
  const rows = counts.map((_, r) => cells.filter((cell) => cell.r === r));
  const columns = (counts[0] ?? []).map((_, c) => cells.filter((cell) => cell.c === c));
  withholdInLines([...rows, ...columns], threshold);

  const withheld = cells.filter((cell) => cell.isWithheld);
  return {
    counts: rows.map((row) => row.map((cell) => (cell.isWithheld ? null : cell.count))),
    suppressedCells: withheld.length,
    remainder: withheld.length === 0 ? null : suppress(sumOf(withheld), threshold),
  };
}

export interface TableCell {
  readonly count: bigint;
  isWithheld: boolean;
}

/** Withholds more cells until no line, whose sum is told, gives one of its withheld cells away; lines may share cells. */
export function withholdInLines(lines: readonly (readonly TableCell[])[], threshold: number): void {
  while (lines.some((line) => withholdOneMore(line, threshold)));
}

/** True when the line was not safe and one more of its cells could be withheld. */
function withholdOneMore(line: readonly TableCell[], threshold: number): boolean {
  const withheld = line.filter((cell) => cell.isWithheld);
  if (withheld.length === 0 || (withheld.length > 1 && sumOf(withheld) >= BigInt(threshold))) return false;
  const told = line.filter((cell) => !cell.isWithheld);
  const people = told.filter((cell) => cell.count > 0n);
  const candidates = people.length > 0 ? people : withheld.length > 1 ? [] : told;
  const next = candidates.reduce<TableCell | null>(
    (least, cell) => (!least || cell.count < least.count ? cell : least),
    null,
  );
  if (next) next.isWithheld = true;
  return next !== null;
}

const sumOf = (cells: readonly TableCell[]): bigint => cells.reduce((sum, cell) => sum + cell.count, 0n);

/** Whether a sum over some cells may be told beside them: it gives no withheld cell away, alone or with too few people. */
export function isSumSafe(
  table: SuppressedTable,
  exact: readonly (readonly bigint[])[],
  threshold: number,
  isSummed: (row: number, column: number) => boolean,
): boolean {
  const withheld = exact.flatMap((row, r) => row.filter((_, c) => isSummed(r, c) && table.counts[r]![c] === null));
  const people = withheld.reduce((sum, count) => sum + count, 0n);
  return withheld.length === 0 || (withheld.length > 1 && people >= BigInt(threshold));
}
