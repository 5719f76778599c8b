import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { ExportFormat } from "../../platform/exports/export-format";
import type { JobRun } from "../../platform/jobs/job-run";
import type { RequestContext } from "../../platform/request-context";
import type { ExportRequest } from "./figure-export";
import type { FigureExportService } from "./figure-export.service";
import {
  ExportAttributionPayload,
  ExportReviewPayload,
  type FigureExport,
  FigureExportFormatEnum,
  toFigureExport,
} from "./figure-export.types";

/** The export with its file, if that is there. */
export async function showExport(
  exports: FigureExportService,
  context: RequestContext,
  run: JobRun,
): Promise<FigureExport> {
  const file = await exports.file(context, run.id);
  return toFigureExport(run, file && { file, ...exports.linkTo(file, context.clock.now()) });
}

const FORMAT = { description: "How the file is written." };

@Resolver()
export class FigureExportResolver {
  constructor(private readonly exports: FigureExportService) {}

  @Access("READ_ATTRIBUTION")
  @Mutation(() => ExportAttributionPayload, {
    description:
      "Writes all of a published attribution report into a file, in the background: every dimension and model, by day and by hour.",
  })
  exportAttribution(
    @Ctx() context: RequestContext,
    @Arg("reportId", () => ID, { description: "Id of an AttributionReport." }) reportId: string,
    @Arg("format", () => FigureExportFormatEnum, FORMAT) format: ExportFormat,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ExportAttributionPayload> {
    return this.begin(
      context,
      { kind: "ATTRIBUTION", type: "AttributionReport", field: "reportId" },
      reportId,
      format,
      key,
    );
  }

  @Access("READ_ATTRIBUTION")
  @Mutation(() => ExportReviewPayload, {
    description: "Writes all figures of a published review into a file, in the background.",
  })
  exportReview(
    @Ctx() context: RequestContext,
    @Arg("reviewId", () => ID, { description: "Id of a CampaignReview." }) reviewId: string,
    @Arg("format", () => FigureExportFormatEnum, FORMAT) format: ExportFormat,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ExportReviewPayload> {
    return this.begin(context, { kind: "REVIEW", type: "CampaignReview", field: "reviewId" }, reviewId, format, key);
  }

  private begin(
    context: RequestContext,
    { kind, type, field }: { readonly kind: ExportRequest["kind"]; readonly type: string; readonly field: string },
    id: string,
    format: ExportFormat,
    key?: string,
  ) {
    return payload(async () => {
      const request = { kind, subjectId: keyOf(type, id, [field]), format };
      return {
        export: await showExport(this.exports, context, await this.exports.export(context, request, field, key)),
      };
    });
  }
}
