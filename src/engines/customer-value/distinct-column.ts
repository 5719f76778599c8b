/** The distinct numbers of a column and where each row's stands among them, so that what depends on one column is worked out once. */
export interface DistinctColumn {
  readonly values: readonly number[];
  readonly place: Int32Array;
}

export function distinctColumn(column: ArrayLike<number>): DistinctColumn {
  const places = new Map<number, number>();
  const values: number[] = [];
  const place = new Int32Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    let known = places.get(value);
    if (known === undefined) {
      known = values.length;
      places.set(value, known);
      values.push(value);
    }
    place[row] = known;
  }
  return { values, place };
}
