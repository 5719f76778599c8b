/** A count as a sum of unknown numbers: coefficients by place. */
export type Functional = readonly number[];

/** Whether a count follows from others by adding and subtracting multiples of them: Gaussian elimination in a prime field. */
export function follows(wanted: Functional, told: readonly Functional[]): boolean {
  const rows = eliminate(told);
  return reduce(wanted.map(modulo), rows).every((value) => value === 0n);
}

const PRIME = 2_147_483_647n;
const modulo = (value: number): bigint => ((BigInt(value) % PRIME) + PRIME) % PRIME;

interface Row {
  readonly pivot: number;
  readonly values: readonly bigint[];
}

function eliminate(functionals: readonly Functional[]): readonly Row[] {
  const rows: Row[] = [];
  for (const functional of functionals) {
    const rest = reduce(functional.map(modulo), rows);
    const pivot = rest.findIndex((value) => value !== 0n);
    if (pivot < 0) continue;
    const scale = power(rest[pivot]!, PRIME - 2n);
    rows.push({ pivot, values: rest.map((value) => (value * scale) % PRIME) });
  }
  return rows;
}

function reduce(values: readonly bigint[], rows: readonly Row[]): readonly bigint[] {
  return rows.reduce(
    (rest, { pivot, values: row }) =>
      rest[pivot] === 0n ? rest : rest.map((value, place) => (value + (PRIME - rest[pivot]!) * row[place]!) % PRIME),
    values,
  );
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % PRIME)
    if (rest & 1n) result = (result * square) % PRIME;
  return result;
}
