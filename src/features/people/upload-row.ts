import { MAX_CLOCK_SKEW_MS } from "../../platform/clock";

/** Why a row about a person was not taken: each code with what must hold. Rows of attributes and of consent share them. */
export const personRowReasons = {
  MISSING_FIELD: "A field that every such row needs is absent.",
  UNKNOWN_FIELD: "The row has a column that the mapping does not name.",
  MALFORMED_ROW: "The line cannot be read as a row.",
  UNKNOWN_NAMESPACE: "The identity namespace is not declared.",
  IDENTITY_FORMAT:
    "The identity value does not have its namespace's format; phone numbers and e-mails must be hashed before they are sent.",
  UNKNOWN_ATTRIBUTE: "The attribute is not in the organisation's registry; define it first.",
  RETIRED_ATTRIBUTE: "The attribute was retired and takes no values any more.",
  UNKNOWN_CONSENT: "The consent is neither GRANTED nor WITHDRAWN.",
  INVALID_VALUE: "The value is not one that its attribute or field allows.",
  INVALID_TIME: "The time cannot be read, or lies before 2000 or more than 10 minutes in the future.",
  IDENTITY_ERASED: "An identity of the row was erased: nothing of that person is taken again.",
  CONTRADICTION:
    "An earlier row of the same call says otherwise of the same person and instant, or consent was withdrawn at the very instant at which it would be granted.",
} as const;

export interface PersonRowRejection {
  readonly reason: string;
  /** Path inside the row, e.g. ["identities", "0", "value"]. */
  readonly field: readonly string[];
  readonly message: string;
  /** What would have been allowed, where that is a list; at most 30 values. */
  readonly allowed: readonly string[] | null;
}

export type PersonRowOutcome = "ACCEPTED" | "DUPLICATE" | "REJECTED";

/** What became of one row of a call, by its place in it. */
export interface AnsweredPersonRow {
  readonly index: number;
  readonly outcome: PersonRowOutcome;
  readonly rejection: PersonRowRejection | null;
}

export const MAX_PERSON_ROWS = 1_000;
const MOST_ALLOWED = 30;

export const rejectRow = (
  reason: keyof typeof personRowReasons,
  field: readonly string[],
  message: string,
  allowed?: Iterable<string>,
): PersonRowRejection => ({ reason, field, message, allowed: allowed ? [...allowed].slice(0, MOST_ALLOWED) : null });

export const isRowRejection = (row: object): row is PersonRowRejection => "reason" in row;

const EARLIEST = Date.UTC(2000, 0, 1);
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 of an instant in RFC 3339 or already in milliseconds. */
export function readInstant(field: string, value: string | number, now: Date): number | PersonRowRejection {
  const time = typeof value === "number" ? value : RFC3339.test(value) ? Date.parse(value) : Number.NaN;
  if (time >= EARLIEST && time <= now.getTime() + MAX_CLOCK_SKEW_MS) return Math.trunc(time);
  const rule = Number.isNaN(time)
    ? "an instant in RFC 3339 with an offset"
    : `between 2000 and ${MAX_CLOCK_SKEW_MS / 60_000} minutes from now (${now.toISOString()})`;
  return rejectRow("INVALID_TIME", [field], `${field} must be ${rule}, but got ${String(value).slice(0, 60)}.`);
}
