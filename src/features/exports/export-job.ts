import type { ExportFileStore } from "../../platform/exports/export-file.store";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import { EXPORT_FIGURES, type ExportRequest } from "./figure-export";
import type { FigureManifest } from "./figure-table";
import type { FigureTables } from "./figure-tables";
import { writeTable } from "./write-table";

/** Writes one file. */
export class FigureExportJob {
  readonly registration: readonly [kind: string, handler: JobHandler] = [EXPORT_FIGURES, (job) => this.execute(job)];

  constructor(
    private readonly tables: FigureTables,
    private readonly files: ExportFileStore,
  ) {}

  private async execute(job: RunningJob): Promise<void> {
    const { context, run } = job;
    const request = run.payload as ExportRequest;
    const table = await this.tables.read(context, request);
    if (!table)
      throw new JobFailure(
        "NOT_FOUND",
        "What is exported must be visible while the file is written, but no longer is; ask for its brand's grant.",
      );
    const { rows, ...described } = table;
    const manifest: FigureManifest = { ...described, rows: rows.length };
    const content = writeTable(table, request.format);
    job.progress(0.9);
    await job.publish(async (manager) => {
      await this.files.deleteExpired(manager, context);
      await this.files.insert(manager, context, {
        ...{ id: run.id, kind: request.kind, format: request.format, content, manifest },
        rows: rows.length,
        createdAt: context.clock.now(),
      });
    });
  }
}
