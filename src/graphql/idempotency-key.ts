/** Options of the argument that every creating mutation takes. */
export const IDEMPOTENCY_KEY = {
  nullable: true,
  description:
    "1 to 255 characters of the caller's choice: a retry with the same key and request makes nothing new for 30 days and answers with what the first call made.",
} as const;

/** Options of the argument that every change of a versioned object takes. */
export const EXPECTED_VERSION = {
  description: "The version the caller saw; VERSION_CONFLICT names the current one when it moved on.",
} as const;
