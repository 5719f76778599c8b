/** Cholesky's factor of a symmetric positive definite matrix by rows, in its place. Golub & Van Loan 2013, 4.2. */
export function factorInPlace(matrix: Float64Array, size: number): Float64Array {
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) rest -= matrix[row * size + k]! * matrix[column * size + k]!;
      matrix[row * size + column] = row === column ? Math.sqrt(rest) : rest / matrix[column * size + column]!;
    }
  return matrix;
}

/** Replaces the right side by the solution; leading zeros cost nothing. */
export function solveInPlace(factor: Float64Array, right: Float64Array, size: number): void {
  let first = 0;
  while (first < size && right[first] === 0) first++;
  for (let row = first; row < size; row++) {
    let rest = right[row]!;
    for (let k = first; k < row; k++) rest -= factor[row * size + k]! * right[k]!;
    right[row] = rest / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let rest = right[row]!;
    for (let k = row + 1; k < size; k++) rest -= factor[k * size + row]! * right[k]!;
    right[row] = rest / factor[row * size + row]!;
  }
}
