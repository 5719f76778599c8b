import { InvalidInputError } from "./invalid-input";

/** Solves A x = b for a symmetric positive definite A, row by row, by Cholesky's factors (Golub & Van Loan 2013, 4.2). */
export function solveSymmetric(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const factor = matrix.map(() => new Float64Array(size));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row]![column]!;
      for (let k = 0; k < column; k++) rest -= factor[row]![k]! * factor[column]![k]!;
      if (row !== column) factor[row]![column] = rest / factor[column]![column]!;
      else if (rest > 0) factor[row]![row] = Math.sqrt(rest);
      else
        throw new InvalidInputError(
          `A matrix must be positive definite, but its pivot ${row} is ${rest}; leave out rows that follow from others, or raise its diagonal.`,
        );
    }
  }
  const half = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let rest = right[row]!;
    for (let k = 0; k < row; k++) rest -= factor[row]![k]! * half[k]!;
    half[row] = rest / factor[row]![row]!;
  }
  const solution = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let rest = half[row]!;
    for (let k = row + 1; k < size; k++) rest -= factor[k]![row]! * solution[k]!;
    solution[row] = rest / factor[row]![row]!;
  }
  return solution;
}
