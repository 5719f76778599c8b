import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Metrics } from "../platform/metrics";
import type { RequestContext } from "../platform/request-context";
import { refusal } from "./http-errors";

/** Adds GET /metrics for whoever watches the processes: a key of the role MONITOR, or an operator's. */
export function addMetricsRoute(
  http: FastifyInstance,
  contextOf: (request: FastifyRequest) => Promise<RequestContext>,
  metrics: Metrics,
): void {
  metrics.watchProcess();
  http.get("/metrics", async (request, reply) => {
    const { permissions, actor } = await contextOf(request);
    if (!permissions.has("READ_METRICS")) {
      const message = `The key's role must be MONITOR or OPERATOR to read metrics, but is ${actor.role}.`;
      throw refusal("FORBIDDEN", 403, message);
    }
    return reply.header("content-type", metrics.contentType).send(await metrics.text());
  });
}
