import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { httpProblem, refusal } from "../../graphql/http-errors";
import { integerKeyOf } from "../../graphql/node";
import { addRawRoutes } from "../../graphql/raw-routes";
import type { RequestContext } from "../../platform/request-context";
import type { TouchpointService } from "./touchpoint.service";
import type { TouchpointSource } from "./touchpoint.store";
import { StreamIntake, type TouchpointStream } from "./touchpoint-stream";
import { answerLines } from "./touchpoint-stream-answers";
import type { RowReport } from "./touchpoint-stream-batch";
import { MAX_BODY_BYTES, StreamBody } from "./touchpoint-stream-body";

export interface StreamRouteInput {
  readonly http: FastifyInstance;
  readonly contextOf: (request: FastifyRequest) => Promise<RequestContext>;
  readonly draining: AbortSignal;
  readonly touchpoints: TouchpointService;
}

type StreamRequest = FastifyRequest<{
  Querystring: { readonly source?: string; readonly sourceId?: string; readonly rows?: string };
}>;

/**
 * `POST /v1/touchpoints?source=CODE`: NDJSON of any length in, one line for each committed chunk out. A sender must read
 * while it sends: nothing more is taken from one who leaves answers unread. One that cannot asks for `rows=problems`, as the
 * lines of a replayed body are otherwise as long as the body.
 */
export function addStreamRoute({ http, contextOf, draining, touchpoints }: StreamRouteInput): void {
  const callerOf = async (request: FastifyRequest): Promise<RequestContext> => {
    const context = await contextOf(request);
    if (context.permissions.has("INGEST_TOUCHPOINTS")) return context;
    const { role } = context.actor;
    throw refusal("FORBIDDEN", 403, `The key's role must hold INGEST_TOUCHPOINTS, but ${role} does not.`);
  };

  addRawRoutes(http, (scope) =>
    scope.post("/v1/touchpoints", async (request: StreamRequest, reply) => {
      if (draining.aborted) throw refusal("DRAINING", 503, "This process is about to end; send the body again.");
      const context = await callerOf(request);
      const isGzip = readHeaders(request);
      const report = reportOf(request.query);
      const source = await sourceOf(request.query, context, touchpoints);
      const body = new StreamBody(request.raw, { isGzip, draining });
      const explain: TouchpointStream["explain"] = (error) => {
        const { code, message } = httpProblem(error, context.logger);
        return { code, message };
      };
      const caller = (): Promise<RequestContext> => callerOf(request);
      const intake = new StreamIntake(touchpoints, { source, body, caller, explain, report });
      return reply
        .type("application/x-ndjson")
        .send(Readable.from(answerLines(intake.answers(), () => request.raw.destroy())));
    }),
  );
}

/** Whether the body is compressed; refuses what cannot be read before a byte of it is. */
function readHeaders({ headers }: FastifyRequest): boolean {
  const type = headers["content-type"]?.replace(/;.*/, "").trim().toLowerCase();
  if (type !== "application/x-ndjson") {
    throw refusal(
      "UNSUPPORTED_MEDIA_TYPE",
      415,
      `Content-Type must be application/x-ndjson, but got ${type ?? "none"}.`,
    );
  }
  const encoding = headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") {
    throw refusal("UNSUPPORTED_MEDIA_TYPE", 415, `Content-Encoding must be gzip or absent, but got ${encoding}.`);
  }
  const length = Number(headers["content-length"] ?? 0);
  if (length > MAX_BODY_BYTES) {
    const rule = `A body must have at most ${MAX_BODY_BYTES} bytes, but Content-Length says ${length}; send several.`;
    throw refusal("PAYLOAD_TOO_LARGE", 413, rule);
  }
  return encoding === "gzip";
}

function reportOf({ rows = "all" }: StreamRequest["query"]): RowReport {
  if (rows === "all" || rows === "problems") return rows === "all" ? "ALL" : "PROBLEMS";
  throw refusal("BAD_REQUEST", 400, `rows must be all or problems, but got ${rows}.`);
}

async function sourceOf(
  { source: code, sourceId }: StreamRequest["query"],
  context: RequestContext,
  touchpoints: TouchpointService,
): Promise<TouchpointSource> {
  if ((code === undefined) === (sourceId === undefined)) {
    throw refusal("BAD_REQUEST", 400, "The address must name a source, either by ?source=CODE or by ?sourceId=ID.");
  }
  const where =
    code === undefined
      ? { id: integerKeyOf("TouchpointSource", String(sourceId), ["sourceId"]) }
      : { code: String(code) };
  const source = await touchpoints.findOwnSource(context, where);
  if (source) return source;
  const field = code === undefined ? "sourceId" : "source";
  const rule = `${field} must name a source of this organisation; make one with createTouchpointSource.`;
  throw refusal("NOT_FOUND", 404, rule);
}
