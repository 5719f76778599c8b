/** Why a callback as a whole is not taken. */
export type CallbackErrorCode =
  | "BAD_SIGNATURE"
  | "SIGNATURE_EXPIRED"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "MALFORMED_BODY"
  | "TOO_MANY_ROWS";

export class CallbackError extends Error {
  constructor(
    readonly code: CallbackErrorCode,
    message: string,
  ) {
    super(message);
  }
}
