import type { FastifyInstance, FastifyRequest } from "fastify";
import { refusal } from "../../graphql/http-errors";
import { keyOf } from "../../graphql/node";
import type { RequestContext } from "../../platform/request-context";
import type { ReachExportService } from "./reach-export.service";
import { exportPath } from "./reach-export.types";

/** `GET /v1/exports/:id`: the file, for keys of its organisation that may read assets. */
export function addExportRoute(
  http: FastifyInstance,
  contextOf: (request: FastifyRequest) => Promise<RequestContext>,
  exports: ReachExportService,
): void {
  http.get<{ Params: { id: string } }>(exportPath(":id"), async (request, reply) => {
    const context = await contextOf(request);
    if (!context.permissions.has("READ_ASSETS"))
      throw refusal("FORBIDDEN", 403, "The key must hold READ_ASSETS, but does not.");
    const id = fileIdOf(request.params.id);
    const file = await exports.find(context, id);
    const content = file?.kind === "REACH" ? await exports.read(context, id) : null;
    if (!content) throw notFound();
    return reply
      .header("content-type", "text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="reach-${id}.csv"`)
      .header("cache-control", "no-store")
      .send(content);
  });
}

function fileIdOf(id: string): string {
  try {
    return keyOf("ReachExport", id, ["id"]);
  } catch {
    throw notFound();
  }
}

const notFound = (): Error =>
  refusal("NOT_FOUND", 404, "The file must be one of the key's organisation and not expired; else export it again.");
