import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import { newId } from "../platform/ids";
import { RequestError, UserProblems } from "../platform/user-error";

/** An error as HTTP paths answer it. */
export interface HttpProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Refuses a request over HTTP with a status and a code of its own. */
export const refusal = (code: string, status: number, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const PROTOCOL: ReadonlyMap<number, string> = new Map([
  [404, "NOT_FOUND"],
  [413, "PAYLOAD_TOO_LARGE"],
  [415, "UNSUPPORTED_MEDIA_TYPE"],
  [503, "UNAVAILABLE"],
]);

/** What a caller is told of an error: what it can mend is said, anything else is masked and logged under an id. */
export function httpProblem(error: unknown, logger: Logger): HttpProblem {
  if (error instanceof GraphQLError) {
    const { code, http } = error.extensions as { code: string; http?: { readonly status: number } };
    if (http) return { status: http.status, code, message: error.message };
  }
  if (error instanceof UserProblems) return { status: 400, code: error.problems[0]!.code, message: error.message };
  if (error instanceof RequestError) {
    return { status: error.code === "UNAVAILABLE" ? 503 : 400, code: error.code, message: error.message };
  }
  const { statusCode = 500, message } = error as Partial<FastifyError>;
  if ((statusCode >= 400 && statusCode < 500) || statusCode === 503) {
    return { status: statusCode, code: PROTOCOL.get(statusCode) ?? "BAD_REQUEST", message: String(message) };
  }
  const errorId = newId(new Date());
  logger.error({ err: error, errorId }, "an unexpected error was masked");
  const sentence = `Something went wrong on our side; quote error ${errorId} to an operator.`;
  return { status: 500, code: "INTERNAL_SERVER_ERROR", message: sentence };
}

/** Answers what a path throws as `{code, message}`, and on /graphql in the form that its clients read. */
export function httpErrorHandler(logger: Logger) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { status, code, message } = httpProblem(error, logger);
    const isGraphQL = request.routeOptions.url === "/graphql";
    await reply.status(status).send(isGraphQL ? { errors: [{ message, extensions: { code } }] } : { code, message });
  };
}
