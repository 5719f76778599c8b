/** Cells by their places in a table. */
export type CellSet = readonly number[];

/**
 * Whether a set of cells that are too few to tell would follow from told sums by adding and subtracting (linear disclosure).
 * `told` are sets whose sums are told, cut to the withheld cells. Bounds by a linear programme are not looked at, as elsewhere.
 */
export function revealsSmallGroup(counts: readonly bigint[], told: readonly CellSet[], threshold: number): boolean {
  const withheld = [...new Set(told.flat())].sort((a, b) => a - b);
  const rows = reduce(told.map((set) => withheld.map((cell) => (set.includes(cell) ? 1 : 0))));
  for (let members = 1; members < 2 ** withheld.length; members++) {
    const row = withheld.map((_, place) => (members >> place) & 1);
    const people = withheld.reduce((sum, cell, place) => (row[place] ? sum + counts[cell]! : sum), 0n);
    if (people > 0n && people < BigInt(threshold) && follows(row, rows)) return true;
  }
  return false;
}

interface PivotRow {
  readonly pivot: number;
  readonly values: readonly number[];
}

/** Entries are quotients of minors of a matrix of zeros and ones, at most 144 for nine cells: what is smaller than this is rounding. */
const ROUNDING = 1e-6;

/** Gauss-Jordan elimination: rows that span the same sums, each the only one with a value at its pivot. */
function reduce(matrix: readonly (readonly number[])[]): readonly PivotRow[] {
  let rows: PivotRow[] = [];
  for (const values of matrix) {
    const rest = without(values, rows);
    const pivot = rest.findIndex((value) => Math.abs(value) > ROUNDING);
    if (pivot === -1) continue;
    const own = { pivot, values: rest.map((value) => value / rest[pivot]!) };
    rows = [...rows.map((row) => ({ pivot: row.pivot, values: without(row.values, [own]) })), own];
  }
  return rows;
}

const follows = (values: readonly number[], rows: readonly PivotRow[]): boolean =>
  without(values, rows).every((value) => Math.abs(value) < ROUNDING);

/** `values` less the multiple of each row that makes it zero at the row's pivot. */
const without = (values: readonly number[], rows: readonly PivotRow[]): readonly number[] =>
  rows.reduce((rest, row) => {
    const factor = rest[row.pivot]!;
    return factor === 0 ? rest : rest.map((value, place) => value - factor * row.values[place]!);
  }, values);
