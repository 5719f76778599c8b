import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { refusal } from "../../graphql/http-errors";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import type { IntegrationRunService } from "./integration-run.service";
import { rejectLines } from "./reject-file";

export interface RejectsRouteInput {
  readonly http: FastifyInstance;
  readonly contextOf: (request: FastifyRequest) => Promise<RequestContext>;
  readonly integrationRuns: IntegrationRunService;
}

export const rejectsPath = (runId: string): string => `/v1/integration-runs/${runId}/rejects`;

/** `GET /v1/integration-runs/:id/rejects`: the rejected rows of a run of the caller's organisation as NDJSON. */
export function addRejectsRoute({ http, contextOf, integrationRuns }: RejectsRouteInput): void {
  http.get<{ Params: { id: string } }>(rejectsPath(":id"), async (request, reply) => {
    const context = await contextOf(request);
    if (!context.permissions.has("INGEST_TOUCHPOINTS"))
      throw refusal("FORBIDDEN", 403, "The key must hold INGEST_TOUCHPOINTS, but does not.");
    const run = await integrationRuns.find(context, runIdOf(request.params.id));
    if (!run) throw notFound();
    return reply
      .header("content-type", "application/x-ndjson; charset=utf-8")
      .header("content-disposition", `attachment; filename="rejects-${run.id}.ndjson"`)
      .header("cache-control", "no-store")
      .send(Readable.from(rejectLines(integrationRuns.rejectedRows(context, run.id))));
  });
}

function runIdOf(id: string): string {
  try {
    return keyOf("IntegrationRun", id, ["id"]);
  } catch {
    throw notFound();
  }
}

const notFound = (): Error =>
  refusal("NOT_FOUND", 404, "The run must be one of the key's organisation, by the id that the API returned.");
