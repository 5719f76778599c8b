/**
 * Whether `target` is a linear combination of `told`: then a reader of the told counts can compute it, whatever the people.
 * Elimination over floats, exact enough as all coefficients are small whole numbers.
 */
export function isCombination(target: readonly number[], told: readonly (readonly number[])[]): boolean {
  const rows = told.map((row) => [...row]);
  const rest = [...target];
  const subtract = (from: number[], row: readonly number[], factor: number): void => {
    for (const [at, value] of row.entries()) from[at]! -= factor * value;
  };
  let top = 0;
  for (const column of target.keys()) {
    const pivot = rows.findIndex((row, index) => index >= top && Math.abs(row[column]!) > 1e-9);
    if (pivot < 0) continue;
    [rows[top], rows[pivot]] = [rows[pivot]!, rows[top]!];
    const base = rows[top]!;
    for (const row of rows.slice(top + 1)) subtract(row, base, row[column]! / base[column]!);
    subtract(rest, base, rest[column]! / base[column]!);
    top += 1;
  }
  return rest.every((value) => Math.abs(value) < 1e-9);
}
