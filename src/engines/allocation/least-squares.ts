import { InvalidInputError } from "../numeric/invalid-input";
import { solveSymmetric } from "../numeric/solve-symmetric";

/** Products of columns with one another and with a target: all that least squares need to know of them. */
export interface NormalEquations {
  readonly gram: readonly Float64Array[];
  readonly right: Float64Array;
  /** Product of the target with itself. */
  readonly squared: number;
}

export interface LeastSquares {
  /** By column. */
  readonly coefficients: readonly number[];
  /** Sum of the squared residuals; infinite where columns follow from one another. */
  readonly loss: number;
}

/** Keeps columns that nearly follow from one another solvable; as a share of a column's own square. */
const RIDGE = 1e-10;

export function normalEquations(columns: readonly (readonly number[])[], target: readonly number[]): NormalEquations {
  return {
    gram: columns.map((column) => Float64Array.from(columns, (other) => dot(column, other))),
    right: Float64Array.from(columns, (column) => dot(column, target)),
    squared: dot(target, target),
  };
}

/** The same with another column in one place, where only its own products change. */
export function withColumn(
  { gram, right, squared }: NormalEquations,
  { columns, target, place }: { columns: readonly (readonly number[])[]; target: readonly number[]; place: number },
): NormalEquations {
  const column = columns[place]!;
  const own = Float64Array.from(columns, (other) => dot(column, other));
  return {
    gram: gram.map((row, index) => (index === place ? own : row.with(place, own[index]!))),
    right: right.with(place, dot(column, target)),
    squared,
  };
}

/**
 * The combination of columns that is nearest to the target, where columns from `firstBound` on take no negative coefficient: the most
 * negative one is left out until none is left.
 */
export function leastSquares({ gram, right, squared }: NormalEquations, firstBound: number): LeastSquares {
  const kept = gram.map((_, index) => index);
  for (;;) {
    const solved = solve(gram, right, kept);
    if (solved === null) return { coefficients: [], loss: Number.POSITIVE_INFINITY };
    let worst = -1;
    kept.forEach((column, place) => {
      if (column >= firstBound && solved[place]! < 0 && (worst < 0 || solved[place]! < solved[worst]!)) worst = place;
    });
    if (worst >= 0) {
      kept.splice(worst, 1);
      continue;
    }
    const coefficients = gram.map(() => 0);
    let explained = 0;
    kept.forEach((column, place) => {
      coefficients[column] = solved[place]!;
      explained += solved[place]! * right[column]!;
    });
    return { coefficients, loss: Math.max(0, squared - explained) };
  }
}

function solve(gram: readonly Float64Array[], right: Float64Array, kept: readonly number[]): Float64Array | null {
  const own = kept.map((row) =>
    Float64Array.from(kept, (column) => gram[row]![column]! * (row === column ? 1 + RIDGE : 1)),
  );
  try {
    return solveSymmetric(
      own,
      Float64Array.from(kept, (column) => right[column]!),
    );
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += a[index]! * b[index]!;
  return total;
}
