/** Why a row was not taken: each code with what must hold. */
export const rejectionReasons = {
  MISSING_FIELD: "A field that every touchpoint needs is absent.",
  UNKNOWN_FIELD: "The row has a field or column that is not known.",
  MALFORMED_ROW: "The line cannot be read as a row.",
  UNKNOWN_ACTION: "The action is not in the closed list.",
  UNKNOWN_SITE: "The site is neither OFF_SITE nor ON_SITE.",
  UNKNOWN_PLATFORM: "The platform is not known to the organisation.",
  UNKNOWN_BRAND: "The brand is not in the catalogue.",
  UNKNOWN_CATEGORY: "The category is not in the catalogue.",
  UNKNOWN_NAMESPACE: "The identity namespace is not declared.",
  IDENTITY_FORMAT:
    "The identity value does not have its namespace's format; phone numbers and e-mails must be hashed before they are sent.",
  INVALID_TIME: "The time cannot be read, or lies before 2000.",
  FUTURE_TIME: "The time lies further in the future than clocks may differ.",
  INVALID_VALUE: "A number, amount or text is outside of what its field allows.",
  ZERO_QUANTITY: "An order must be of at least one piece.",
  NEGATIVE_QUANTITY: "Pieces are positive: what came back is a REFUND with a positive quantity.",
  NEGATIVE_VALUE: "Money is positive: what was paid back is a REFUND with a positive value.",
  NOT_PAID: "An order is paid: its value must be above 0.",
  WRONG_CURRENCY: "The value is not in the brand's currency.",
  REFUND_WITHOUT_ORDER: "A refund must name its order.",
  IDENTITY_ERASED: "An identity of the row was erased: nothing of that person is taken again.",
} as const;

export type RejectionReason = keyof typeof rejectionReasons;

export const describeReason = (reason: string): string => rejectionReasons[reason as RejectionReason];

export interface Rejection {
  readonly reason: RejectionReason;
  /** Path inside the row, e.g. ["identities", "0", "value"]. */
  readonly field: readonly string[];
  readonly message: string;
  /** What would have been allowed, where that is a list; at most 30 values. */
  readonly allowed: readonly string[] | null;
}

const MOST_ALLOWED = 30;

export function rejection(
  reason: RejectionReason,
  field: readonly string[],
  message: string,
  allowed?: Iterable<string>,
): Rejection {
  return { reason, field, message, allowed: allowed ? [...allowed].slice(0, MOST_ALLOWED) : null };
}

export const isRejection = (row: object): row is Rejection => "reason" in row;
