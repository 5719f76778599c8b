import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { refusal } from "../../graphql/http-errors";
import type { Clock } from "../../platform/clock";
import type { SignedPaths } from "../../platform/signed-path";
import { exportPathOf } from "./export.service";
import type { ExportDownload } from "./export-download";

export interface ExportRouteInput {
  readonly http: FastifyInstance;
  readonly downloads: ExportDownload;
  readonly paths: SignedPaths;
  readonly clock: Clock;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `GET /v1/audience-exports/:id`: the file, for whoever holds its signed address while that is valid. */
export function addAudienceExportRoute({ http, downloads, paths, clock }: ExportRouteInput): void {
  http.get<{ Params: { id: string }; Querystring: { expires?: string; signature?: string } }>(
    exportPathOf(":id"),
    async (request, reply) => {
      const { id } = request.params;
      const outcome = paths.check(exportPathOf(id), request.query, clock.now());
      if (outcome === "FORGED" || !UUID.test(id))
        throw refusal("FORBIDDEN", 403, "The address must be signed by this server; ask for url of the export.");
      const file = outcome === "VALID" ? await downloads.find(id) : null;
      if (!file)
        throw refusal("GONE", 410, "The address must be valid still, but is not; ask for url of the export again.");
      return reply
        .header("content-type", file.mediaType)
        .header("content-length", file.bytes)
        .header("content-disposition", `attachment; filename="${file.name}"`)
        .header("cache-control", "no-store")
        .send(Readable.from(file.content(), { objectMode: false }));
    },
  );
}
