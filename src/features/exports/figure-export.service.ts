import type { ExportFile } from "../../platform/exports/export-file";
import type { ExportFileStore } from "../../platform/exports/export-file.store";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import type { SignedPaths } from "../../platform/signed-path";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { EXPORT_FIGURES, type ExportRequest, exportPathOf, LINK_MINUTES } from "./figure-export";
import type { FigureTables } from "./figure-tables";

export interface FigureExportParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly tables: FigureTables;
  readonly files: ExportFileStore;
  readonly paths: SignedPaths;
}

/** Files of published figures for tools that read tables. */
export class FigureExportService {
  constructor(private readonly parts: FigureExportParts) {}

  /** The queued run; its file will bear its id. `field`: the argument that names what is exported. */
  async export(
    context: RequestContext,
    request: ExportRequest,
    field: string,
    idempotencyKey?: string,
  ): Promise<JobRun> {
    const { database, jobs, access, tables } = this.parts;
    const mutation = request.kind === "ATTRIBUTION" ? "exportAttribution" : "exportReview";
    const isThere = await tables.isThere(context, request);
    const runId = await once(database, context, { key: idempotencyKey, mutation, request }, async (manager) => {
      if (!isThere)
        throw UserProblems.one(
          "NOT_FOUND",
          [field],
          `${field} must name a published ${request.kind === "ATTRIBUTION" ? "report" : "review"} of this organisation, but names none.`,
        );
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: EXPORT_FIGURES, payload: request });
      await access.audit(manager, context, mutation, `${request.kind}:${request.subjectId}`, {
        format: request.format,
      });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    return run?.kind === EXPORT_FIGURES ? run : null;
  }

  /** Null: it is not written yet, or its time is over. */
  file(context: RequestContext, id: string): Promise<ExportFile | null> {
    return this.parts.files.find(context, id);
  }

  /** An address that anybody may fetch for a while. */
  linkTo({ id, expiresAt }: ExportFile, now: Date): { readonly url: string; readonly validUntil: Date } {
    const validUntil = new Date(Math.min(expiresAt.getTime(), now.getTime() + LINK_MINUTES * 60_000));
    return { url: this.parts.paths.sign(exportPathOf(id), validUntil), validUntil };
  }
}
