import type { FastifyInstance, FastifyRequest } from "fastify";
import { refusal } from "../../graphql/http-errors";
import { integerKeyOf } from "../../graphql/node";
import { addRawRoutes } from "../../graphql/raw-routes";
import type { Clock } from "../../platform/clock";
import { CallbackError, type CallbackErrorCode } from "./callback.errors";
import { readWhole } from "./callback-body";
import type { CallbackReceiver } from "./callback-receiver";
import { readSignature, SIGNATURE_HEADER } from "./callback-signature";
import { StreamBody } from "./touchpoint-stream-body";

export const callbackPath = (sourceId: string): string => `/v1/callbacks/${sourceId}`;

/** Largest body: it stands in memory as a whole, since its signature comes before its first row. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Whole bodies come within a second; a sender that gives a byte now and then must not hold its place for ever. */
const BODY_MS = 30_000;

/** Callbacks in hand, as anyone may send one: their bodies together take 256 MiB at most. */
export const MAX_AT_ONCE = 64;
const RETRY_AFTER_SECONDS = 5;

const STATUSES: Readonly<Record<CallbackErrorCode, number>> = {
  BAD_SIGNATURE: 401,
  SIGNATURE_EXPIRED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  MALFORMED_BODY: 400,
  TOO_MANY_ROWS: 413,
};

/** What ends the reading of a body. */
const FAULTS: ReadonlyMap<string, number> = new Map([
  ["PAYLOAD_TOO_LARGE", 413],
  ["BODY_TIMEOUT", 408],
  ["DRAINING", 503],
]);

export interface CallbackRouteInput {
  readonly http: FastifyInstance;
  readonly draining: AbortSignal;
  readonly receiver: CallbackReceiver;
  readonly clock: Clock;
}

/** `POST /v1/callbacks/:sourceId`: a signed body in, the counts and the rows that are not new out. */
export function addCallbackRoute({ http, draining, receiver, clock }: CallbackRouteInput): void {
  let inHand = 0;
  addRawRoutes(http, (scope) =>
    scope.post<{ Params: { readonly sourceId: string } }>(callbackPath(":sourceId"), async (request, reply) => {
      if (inHand >= MAX_AT_ONCE) {
        reply.header("retry-after", RETRY_AFTER_SECONDS);
        const rule = `At most ${MAX_AT_ONCE} callbacks are taken at once, and so many are; send it again a little later.`;
        throw refusal("UNAVAILABLE", 503, rule);
      }
      inHand++;
      try {
        const header = request.headers[SIGNATURE_HEADER.toLowerCase()];
        const signature = readSignature(header === undefined ? undefined : String(header), clock.now());
        const sourceId = integerKeyOf("TouchpointSource", request.params.sourceId, ["sourceId"]);
        const type = request.headers["content-type"]?.replace(/;.*/, "").trim().toLowerCase();
        return await receiver.receive({ sourceId, signature, type, body: await readBody(request, draining) });
      } catch (error) {
        throw error instanceof CallbackError ? refusal(error.code, STATUSES[error.code], error.message) : error;
      } finally {
        inHand--;
      }
    }),
  );
}

async function readBody({ raw, headers }: FastifyRequest, draining: AbortSignal): Promise<Buffer> {
  const tooLarge = `A callback must have at most ${MAX_BODY_BYTES} bytes, but has more; send several.`;
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw refusal("PAYLOAD_TOO_LARGE", 413, tooLarge);
  if (headers["content-encoding"] !== undefined) {
    throw refusal("UNSUPPORTED_MEDIA_TYPE", 415, "A callback must not be compressed: its signature is over its bytes.");
  }
  const body = new StreamBody(raw, {
    isGzip: false,
    draining,
    maxBytes: MAX_BODY_BYTES,
    wholeMs: BODY_MS,
  });
  const { bytes, fault } = await readWhole(body);
  if (fault === null) return bytes;
  const { code, message } = fault;
  throw refusal(code, FAULTS.get(code) ?? 400, code === "PAYLOAD_TOO_LARGE" ? tooLarge : message);
}
