/** Most rows of one call. */
export const MAX_REGISTERED_ROWS = 1_000;

/** Why a row was not taken. */
export interface RowRejection<Reason extends string> {
  readonly reason: Reason;
  /** Path inside the row. */
  readonly field: readonly string[];
  readonly message: string;
}

/** What became of one row of a call whose rows are answered one by one. */
export interface RegisteredRow<Reason extends string> {
  readonly index: number;
  readonly outcome: "REGISTERED" | "CHANGED" | "UNCHANGED" | "REJECTED";
  readonly rejection: RowRejection<Reason> | null;
}

/** What a store did: keys of rows that were new, and of rows whose details were others. */
export interface Registered {
  readonly added: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
}

export const isTaken = <Row extends object, Reason extends string>(
  row: Row | RowRejection<Reason>,
): row is Exclude<Row, RowRejection<Reason>> => !("reason" in row);

/** Judges rows in their order: of two with one key in a call the second is rejected. Rows of key null are no repetitions. */
export function judgeRows<Row, Read, Reason extends string>(
  rows: readonly Row[],
  identity: readonly [field: string, of: (row: Row) => string | null],
  read: (row: Row) => Read | RowRejection<Reason>,
): readonly (Read | RowRejection<Reason | "REPEATED">)[] {
  const [field, keyOf] = identity;
  const first = new Map<string, number>();
  return rows.map((row, index) => {
    const key = keyOf(row);
    const earlier = key === null ? undefined : first.get(key);
    if (key === null || earlier === undefined) {
      if (key !== null) first.set(key, index);
      return read(row);
    }
    const message = `${field} must come once in a call, but row ${earlier} has ${quoted(key)} too; send one of them.`;
    return { reason: "REPEATED", field: [field], message };
  });
}

/** The answer to judged rows, in their order. */
export const answerRows = <Row extends object, Reason extends string>(
  rows: readonly (Row | RowRejection<Reason>)[],
  keyOf: (row: Row) => string,
  { added, changed }: Registered,
): readonly RegisteredRow<Reason>[] =>
  rows.map((row, index) => {
    if (!isTaken(row)) return { index, outcome: "REJECTED", rejection: row as RowRejection<Reason> };
    const key = keyOf(row);
    return {
      index,
      outcome: added.has(key) ? "REGISTERED" : changed.has(key) ? "CHANGED" : "UNCHANGED",
      rejection: null,
    };
  });

/** A text of a row, short enough for a message. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));
