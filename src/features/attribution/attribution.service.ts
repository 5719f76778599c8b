import { attributionModels } from "../../engines/attribution/attribution-models";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { CampaignService } from "../campaigns";
import { dataState, type ExposureKind, exposureKinds } from "../touchpoints";
import type { AttributionStore, WantedReport } from "./attribution.store";
import { type AttributionRequest, RUN_ATTRIBUTION } from "./attribution-job";
import type { AttributionPeriodStore, StoredPeriod } from "./attribution-period.store";
import type { AttributionReport, CreditLine, VisibleReport } from "./attribution-report";
import { checkRequest, type NewAttributionRun } from "./check-request";
import type { ConversionAction } from "./conversion-action";
import type { Dimension } from "./dimension";
import { disagreement } from "./disagreement";
import { LineFacts, type LineWithFacts } from "./line-facts";
import { labelOf } from "./line-key";
import type { ModelKey } from "./model-key";
import { requirePathSet } from "./path-set.service";
import type { PathSetStore } from "./path-set.store";
import { type Grain, grains } from "./report-periods";
import { reportState } from "./report-state";
import { type ReportSubject, subjectKey } from "./report-subject";
import type { WholeReport } from "./whole-report";

/** Most hours or days of one answer: more than a fortnight by the hour. */
export const MAX_PERIODS = 400;

export interface AttributionServices {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: AttributionStore;
  readonly periods: AttributionPeriodStore;
  readonly pathSets: PathSetStore;
  readonly campaigns: CampaignService;
  readonly brands: BrandService;
}

/** Which report is asked for. */
export interface ReportChoice {
  /** Null: all that it holds. */
  readonly models: readonly ModelKey[] | null;
  readonly version: number | null;
  readonly exposures: readonly ExposureKind[];
  /** Null: whatever counts as a conversion. */
  readonly conversionAction: ConversionAction | null;
}

export class AttributionService {
  constructor(private readonly services: AttributionServices) {}

  /** Requests a run as of now; its id will be its report's. */
  async run(context: RequestContext, input: NewAttributionRun, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs } = this.services;
    const definition = checkRequest(input);
    await this.assertVisible(context, definition.subject);
    const call = { key: idempotencyKey, mutation: "runAttribution", request: input };
    const runId = await once(database, context, call, async (manager) => {
      const now = context.clock.now();
      const id = newId(now);
      const payload: AttributionRequest = { ...definition, asOf: now.toISOString() };
      await jobs.enqueue(manager, context, { id, kind: RUN_ATTRIBUTION, payload });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.services.jobs.find(context, id);
    return run?.kind === RUN_ATTRIBUTION ? run : null;
  }

  /** A report of a visible subject. */
  async findReport(context: RequestContext, id: string): Promise<VisibleReport | null> {
    const report = await this.services.store.findReport(context, id);
    return report && this.show(context, report);
  }

  /** The newest report, or that of a version, with the models asked for in their order; null when none holds them. */
  async findReportOf(
    context: RequestContext,
    about: ReportSubject | { readonly brandId: number },
    choice: ReportChoice,
  ): Promise<VisibleReport | null> {
    if (choice.models?.length === 0)
      throw new RequestError("BAD_USER_INPUT", "models must name at least one model; leave it out for all.");
    const models = [...new Set(choice.models)];
    const exposures = exposureKinds.filter((kind) => choice.exposures.includes(kind));
    const { version, conversionAction } = choice;
    const wanted: WantedReport = { version, models, exposures, conversionAction };
    const subject = "kind" in about ? { subject: subjectKey(about) } : about;
    const [report] = await Promise.all([
      this.services.store.findReportOf(context, subject, wanted),
      // Asked for with it, as what is shown of the report needs it at once.
      "kind" in about && about.kind === "CAMPAIGN" && this.services.campaigns.find(context, about.campaignId),
    ]);
    return report && this.show(context, { ...report, models: models.length > 0 ? models : report.models });
  }

  async lines(
    context: RequestContext,
    report: VisibleReport,
    dimension: Dimension,
    page: PageRequest,
  ): Promise<Page<LineWithFacts>> {
    assertCursors(page);
    assertDimension(report, dimension);
    const { store } = this.services;
    const { id, models } = report;
    const [lines, facts] = await Promise.all([
      store.findLines(context, { reportId: id, models, dimension }, page),
      this.facts(context, report),
    ]);
    return {
      ...lines,
      rows: lines.rows.map(({ row, sortKey }) => ({
        sortKey,
        row: withFacts(facts, dimension, row),
      })),
    };
  }

  countLines(context: RequestContext, report: VisibleReport, dimension: Dimension): Promise<number> {
    assertDimension(report, dimension);
    return this.services.store.countLines(context, { reportId: report.id, models: report.models, dimension });
  }

  /** Every line of a dimension, in no order. */
  allLines(context: RequestContext, report: VisibleReport, dimension: Dimension): Promise<readonly CreditLine[]> {
    assertDimension(report, dimension);
    return this.services.store.findAllLines(context, { reportId: report.id, models: report.models, dimension });
  }

  /** All of a report, for an export: lines by platform and key, periods oldest first. */
  async whole(context: RequestContext, report: VisibleReport): Promise<WholeReport> {
    const { id, models, settings, subject, campaign, window } = report;
    const facts = await this.facts(context, report);
    const dimensions = [];
    for (const dimension of report.dimensions) {
      const lines = [...(await this.allLines(context, report, dimension))].sort((a, b) =>
        labelOf(a) < labelOf(b) ? -1 : 1,
      );
      dimensions.push({ dimension, lines: lines.map((line) => withFacts(facts, dimension, line)) });
    }
    const all = attributionModels(settings);
    const periods = [];
    for (const model of window === null ? [] : models.filter((key) => all[key].isAdditiveAcrossDimensions))
      for (const grain of grains) {
        const request = { reportId: id, grain, model, ...window!, limit: null };
        periods.push({ grain, model, periods: await this.services.periods.find(context, request) });
      }
    const brandId = subject.kind === "BRAND" ? subject.brandId : (campaign?.brandId ?? null);
    return { report, brandId, dimensions, periods };
  }

  async disagreement(context: RequestContext, report: VisibleReport): Promise<number | null> {
    const lines = await this.allLines(context, report, report.dimensions[0]!);
    return disagreement(
      report.models.map((_, index) => lines.map(({ credits }) => credits[index]!.conversionMillionths)),
    );
  }

  /** Hours or days with conversions inside [from, to), oldest first, as one model that adds up credits them. */
  async periods(
    context: RequestContext,
    report: VisibleReport,
    request: { readonly grain: Grain; readonly from: Date; readonly to: Date; readonly model: ModelKey },
  ): Promise<readonly StoredPeriod[]> {
    const limit = MAX_PERIODS + 1;
    const rows = await this.services.periods.find(context, { reportId: report.id, ...request, limit });
    if (rows.length < limit) return rows;
    throw new RequestError(
      "BAD_USER_INPUT",
      `from and to must hold at most ${MAX_PERIODS} hours or days with conversions, but hold more; ask for less at once.`,
    );
  }

  /** Null when its subject is not visible: its reports do not exist for the caller either. */
  private async show(context: RequestContext, report: AttributionReport): Promise<VisibleReport | null> {
    const { subject, asOf, window, isOutdated } = report;
    const campaign =
      subject.kind === "CAMPAIGN" ? await this.services.campaigns.find(context, subject.campaignId) : null;
    if (subject.kind === "CAMPAIGN" && !campaign) return null;
    if (subject.kind === "BRAND" && !(await this.services.brands.findGranted(context, subject.brandId))) return null;
    const state = window === null ? "FINAL" : reportState(asOf, window.to);
    const end = new Date(Math.min(asOf.getTime(), window?.to.getTime() ?? asOf.getTime()));
    return { ...report, campaign, state, dataState: dataState({ isOutdated, asOf: end }, context.clock.now()) };
  }

  private async assertVisible(context: RequestContext, subject: ReportSubject): Promise<void> {
    const { campaigns, brands, pathSets } = this.services;
    if (subject.kind === "CAMPAIGN") await campaigns.require(context, subject.campaignId, ["input", "campaignId"]);
    else if (subject.kind === "BRAND") await brands.requireGranted(context, subject.brandId, ["input", "brandId"]);
    else await requirePathSet(context, pathSets, subject.pathSetId);
  }

  /** What campaigns say of the report's lines now; nothing of imported paths. */
  private async facts(context: RequestContext, { id, subject, campaign, window }: VisibleReport): Promise<LineFacts> {
    const { campaigns, store } = this.services;
    if (subject.kind === "PATHS") return new LineFacts([], new Map(), new Set());
    const shown = new Set((await store.findPlacementLines(context, id)).map(labelOf));
    if (subject.kind === "CAMPAIGN")
      return new LineFacts(campaign!.placements, await campaigns.costByPlacement(context, subject.campaignId), shown);
    const [all, costs] = await Promise.all([
      campaigns.allOfBrand(context, subject.brandId),
      campaigns.costOfBrand(context, subject.brandId, window!),
    ]);
    // Of all the brand's placements only those that media reported a cost of in the window can have cost anything in it.
    const placements = all.flatMap(({ placements }) => placements).filter((placement) => costs.has(placement.id));
    return new LineFacts(placements, costs, shown);
  }
}

const withFacts = (facts: LineFacts, dimension: Dimension, line: CreditLine): LineWithFacts => ({
  ...line,
  placementOfCampaign: facts.placementOf(dimension, line),
  cost: facts.costOf(dimension, line),
});

function assertDimension({ dimensions }: VisibleReport, dimension: Dimension): void {
  if (dimensions.includes(dimension)) return;
  throw new RequestError(
    "BAD_USER_INPUT",
    `dimension must be one that the report holds (${dimensions.join(", ")}), but got ${dimension}; run attribution again with it among dimensions.`,
  );
}

function assertCursors({ after, before }: PageRequest): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor === null || (cursor.length === 3 && /^\d{1,30}$/.test(cursor[0]!))) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that attributionReport.lines returned.`);
  }
}
