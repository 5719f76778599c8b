import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError } from "../../platform/user-error";
import type { CampaignService, Placement } from "../campaigns";
import { type ExposureKind, exposureKinds } from "../touchpoints";
import type { AttributionStore } from "./attribution.store";
import { type AttributionRequest, RUN_ATTRIBUTION } from "./attribution-job";
import type { AttributionReport, CreditLine, LineDimension, VisibleReport } from "./attribution-report";
import { disagreement } from "./disagreement";
import { LineFacts } from "./line-facts";
import { type ModelKey, modelKeys } from "./model-key";
import { reportState } from "./report-state";

export const DEFAULT_LOOKBACK_DAYS = 14;
export const MAX_LOOKBACK_DAYS = 365;

export interface NewAttributionRun {
  readonly campaignId: string;
  readonly models?: readonly ModelKey[] | null | undefined;
  readonly lookbackDays?: number | null | undefined;
  readonly exposures: readonly ExposureKind[];
}

export interface LineWithFacts extends CreditLine {
  /** Null for a line that is no placement of the campaign. */
  readonly placementOfCampaign: Placement | null;
  /** Minor units; null when not known. */
  readonly cost: bigint | null;
}

export interface AttributionServices {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: AttributionStore;
  readonly campaigns: CampaignService;
}

export class AttributionService {
  constructor(private readonly services: AttributionServices) {}

  /** Requests a run as of now; its id will be its report's. */
  async run(context: RequestContext, input: NewAttributionRun, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs, campaigns } = this.services;
    const models = [...new Set(input.models ?? modelKeys)];
    const lookbackDays = input.lookbackDays ?? DEFAULT_LOOKBACK_DAYS;
    const exposures = exposureKinds.filter((kind) => input.exposures.includes(kind));
    const problems = new ProblemList();
    if (exposures.length === 0)
      problems.add(
        "INVALID_INPUT",
        ["input", "exposures"],
        "exposures must name at least one kind; leave it out for SERVED.",
      );
    if (models.length === 0)
      problems.add("INVALID_INPUT", ["input", "models"], "models must name at least one model; leave it out for all.");
    if (lookbackDays < 1 || lookbackDays > MAX_LOOKBACK_DAYS) {
      problems.add(
        "INVALID_INPUT",
        ["input", "lookbackDays"],
        `lookbackDays must be 1 to ${MAX_LOOKBACK_DAYS}, but got ${lookbackDays}.`,
      );
    }
    problems.throwIfAny();
    const campaign = await campaigns.require(context, input.campaignId, ["input", "campaignId"]);
    const call = { key: idempotencyKey, mutation: "runAttribution", request: input };
    const runId = await once(database, context, call, async (manager) => {
      const now = context.clock.now();
      const id = newId(now);
      const asOf = now.toISOString();
      const payload: AttributionRequest = { campaignId: campaign.id, models, lookbackDays, exposures, asOf };
      await jobs.enqueue(manager, context, { id, kind: RUN_ATTRIBUTION, payload });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.services.jobs.find(context, id);
    return run?.kind === RUN_ATTRIBUTION ? run : null;
  }

  /** A report of a visible campaign. */
  async findReport(context: RequestContext, id: string): Promise<VisibleReport | null> {
    const report = await this.services.store.findReport(context, id);
    return report && this.show(context, report);
  }

  /** The newest report, or that of `version`, with `models` in that order (null: all that it holds); null when none holds them. */
  async findReportOfCampaign(
    context: RequestContext,
    campaignId: string,
    wanted: {
      readonly version: number | null;
      readonly models: readonly ModelKey[] | null;
      readonly exposures: readonly ExposureKind[];
    },
  ): Promise<VisibleReport | null> {
    if (wanted.models?.length === 0)
      throw new RequestError("BAD_USER_INPUT", "models must name at least one model; leave it out for all.");
    const models = [...new Set(wanted.models)];
    const { version } = wanted;
    const exposures = exposureKinds.filter((kind) => wanted.exposures.includes(kind));
    const report = await this.services.store.findReportOfCampaign(context, campaignId, { version, models, exposures });
    return report && this.show(context, { ...report, models: models.length > 0 ? models : report.models });
  }

  async lines(
    context: RequestContext,
    { id, models, campaign }: VisibleReport,
    dimension: LineDimension,
    page: PageRequest,
  ): Promise<Page<LineWithFacts>> {
    assertCursors(page);
    const { store, campaigns } = this.services;
    const [lines, costs] = await Promise.all([
      store.findLines(context, { reportId: id, models, dimension }, page),
      campaigns.costByPlacement(context, campaign.id),
    ]);
    const facts = new LineFacts(campaign.placements, costs);
    return {
      ...lines,
      rows: lines.rows.map(({ row, sortKey }) => ({
        sortKey,
        row: { ...row, placementOfCampaign: facts.placementOf(row), cost: facts.costOf(row, dimension) },
      })),
    };
  }

  countLines(context: RequestContext, { id, models }: VisibleReport, dimension: LineDimension): Promise<number> {
    return this.services.store.countLines(context, { reportId: id, models, dimension });
  }

  async disagreement(context: RequestContext, { id, models }: VisibleReport): Promise<number | null> {
    const platforms = await this.services.store.findPlatforms(context, { reportId: id, models });
    return disagreement(models.map((_, index) => platforms.map(({ credits }) => credits[index]!.conversionMillionths)));
  }

  /** Null when the campaign is not visible: its reports do not exist for the caller either. */
  private async show(context: RequestContext, report: AttributionReport): Promise<VisibleReport | null> {
    const campaign = await this.services.campaigns.find(context, report.campaignId);
    return campaign && { ...report, campaign, state: reportState(report.asOf, campaign.window.to) };
  }
}

function assertCursors({ after, before }: PageRequest): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor === null || (cursor.length === 3 && /^\d{1,30}$/.test(cursor[0]!))) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that attributionReport.lines returned.`);
  }
}
