import {
  ForbiddenAddress,
  type OutgoingAnswer,
  type OutgoingHttp,
  type OutgoingRequest,
} from "../platform/outgoing-http";
import { DestinationError } from "./connector";

/** Too early, too many, and a request that took too long: said of the moment, not of the request. */
const PASSING: readonly number[] = [408, 425, 429];

/**
 * Asks and insists on success; what went wrong says whether asking again may help. Of the answer the status alone is told: its
 * body may quote the ids that were sent.
 */
export async function askDestination(
  http: OutgoingHttp,
  request: OutgoingRequest,
  accepted: readonly number[] = [],
): Promise<OutgoingAnswer> {
  const answer = await http.send(request).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code ?? error.name;
    const isForbidden = error instanceof ForbiddenAddress;
    const message = isForbidden ? error.message : `${request.url.host} could not be asked (${reason}).`;
    throw new DestinationError(message, isForbidden, { cause: error });
  });
  const { status } = answer;
  if ((status >= 200 && status < 300) || accepted.includes(status)) return answer;
  throw new DestinationError(
    `${request.url.host} must accept ${request.method}, but answered ${status}.`,
    status < 500 && !PASSING.includes(status),
  );
}
