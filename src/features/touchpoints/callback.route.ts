import type { FastifyInstance, FastifyRequest } from "fastify";
import { refusal } from "../../graphql/http-errors";
import { integerKeyOf } from "../../graphql/node";
import { addRawRoutes } from "../../graphql/raw-routes";
import type { Clock } from "../../platform/clock";
import { CallbackError, type CallbackErrorCode } from "./callback.errors";
import type { CallbackReceiver } from "./callback-receiver";
import { readSignature, SIGNATURE_HEADER } from "./callback-signature";
import { StreamBody } from "./touchpoint-stream-body";

export const callbackPath = (sourceId: string): string => `/v1/callbacks/${sourceId}`;

/** Largest body: it stands in memory as a whole, since its signature comes before its first row. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

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
  ["IDLE_TIMEOUT", 408],
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
  addRawRoutes(http, (scope) =>
    scope.post<{ Params: { readonly sourceId: string } }>(callbackPath(":sourceId"), async (request) => {
      try {
        const header = request.headers[SIGNATURE_HEADER.toLowerCase()];
        const signature = readSignature(header === undefined ? undefined : String(header), clock.now());
        const sourceId = integerKeyOf("TouchpointSource", request.params.sourceId, ["sourceId"]);
        const type = request.headers["content-type"]?.replace(/;.*/, "").trim().toLowerCase();
        return await receiver.receive({ sourceId, signature, type, body: await readBody(request, draining) });
      } catch (error) {
        throw error instanceof CallbackError ? refusal(error.code, STATUSES[error.code], error.message) : error;
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
  const body = new StreamBody(raw, { isGzip: false, draining, maxBytes: MAX_BODY_BYTES });
  const pieces: Buffer[] = [];
  for (;;) {
    const event = await body.next();
    if (event.kind === "END") return Buffer.concat(pieces);
    if (event.kind === "PIECE") pieces.push(event.bytes);
    else {
      const { code, message } = event.fault;
      throw refusal(code, FAULTS.get(code) ?? 400, code === "PAYLOAD_TOO_LARGE" ? tooLarge : message);
    }
  }
}
