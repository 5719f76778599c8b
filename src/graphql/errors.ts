import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { newId } from "../platform/ids";
import { RequestError, UserProblems } from "../platform/user-error";

/** Codes that Apollo itself answers for malformed requests; they describe the request, so they pass unmasked. */
const PROTOCOL_CODES = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "BAD_USER_INPUT",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_REQUEST",
]);
/** Codes of the product that a thrown GraphQLError may carry. */
const OWN_CODES = new Set([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "QUERY_TOO_COMPLEX",
  "IDEMPOTENCY_KEY_REUSED",
  "DEADLINE_EXCEEDED",
  "UNAVAILABLE",
]);

/** Makes Apollo's `formatError`: what the caller can mend is said, anything else is masked and logged under an id. */
export function errorFormatter(
  logger: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const original = unwrapResolverError(error);
    const place = {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
    };
    if (original instanceof UserProblems) {
      return {
        message: original.message,
        ...place,
        extensions: { code: "BAD_USER_INPUT", problems: original.problems },
      };
    }
    if (original instanceof RequestError)
      return { message: original.message, ...place, extensions: { code: original.code } };
    const code = formatted.extensions?.["code"];
    const isOurs =
      original instanceof GraphQLError && typeof code === "string" && (OWN_CODES.has(code) || PROTOCOL_CODES.has(code));
    if (isOurs) return { message: formatted.message, ...place, extensions: { code } };
    const errorId = newId(new Date());
    logger.error({ err: original, errorId, path: formatted.path }, "an unexpected error was masked");
    return {
      message: `Something went wrong on our side; quote error ${errorId} to an operator.`,
      ...place,
      extensions: { code: "INTERNAL_SERVER_ERROR", errorId },
    };
  };
}
