import type { FastifyInstance } from "fastify";
import { refusal } from "../../graphql/http-errors";
import type { Clock } from "../../platform/clock";
import type { ExportFileStore } from "../../platform/exports/export-file.store";
import { mediaTypes } from "../../platform/exports/export-format";
import type { SignedPaths } from "../../platform/signed-path";
import { exportPathOf } from "./figure-export";

export interface FigureExportRouteInput {
  readonly http: FastifyInstance;
  readonly files: ExportFileStore;
  readonly paths: SignedPaths;
  readonly clock: Clock;
}

/** `GET /v1/figure-exports/:id`: the file, for whoever holds its signed address while that is valid. */
export function addFigureExportRoute({ http, files, paths, clock }: FigureExportRouteInput): void {
  http.get<{ Params: { id: string }; Querystring: { expires?: string; signature?: string } }>(
    exportPathOf(":id"),
    async (request, reply) => {
      const { id } = request.params;
      const outcome = paths.check(exportPathOf(id), request.query, clock.now());
      if (outcome === "FORGED")
        throw refusal("FORBIDDEN", 403, "The address must be signed by this server; ask for url of the export.");
      const file = outcome === "VALID" ? await files.readSigned(id, clock.now()) : null;
      if (!file)
        throw refusal("GONE", 410, "The address must be valid still, but is not; ask for url of the export again.");
      const { kind, format, content } = file;
      return reply
        .header("content-type", mediaTypes[format])
        .header("content-disposition", `attachment; filename="${kind.toLowerCase()}-${id}.${format.toLowerCase()}"`)
        .header("cache-control", "no-store")
        .send(content);
    },
  );
}
