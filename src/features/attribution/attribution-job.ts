import { attributionModels } from "../../engines/attribution/attribution-models";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { CampaignService } from "../campaigns";
import type { PeopleOverlay, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { AttributionStore } from "./attribution.store";
import type { ReportDefinition } from "./attribution-report";
import type { JourneyStore } from "./journey.store";
import { SMALLEST_LINE } from "./journey-limits";
import type { JourneyQuestion } from "./journey-question";
import type { OutdatedAttributionStore } from "./outdated-attribution.store";
import { journeysOfPaths } from "./path-journeys";
import type { PathSetStore } from "./path-set.store";
import { type Journeys, readJourneys } from "./read-journeys";
import { summarise } from "./report-figures";
import { creditLines } from "./report-lines";
import { creditPeriods } from "./report-periods";
import { findScope, type ReportScope } from "./report-scope";
import type { StageRiseReader } from "./stage-rises";
import { PlacementIndex } from "./touch";

export const RUN_ATTRIBUTION = "RUN_ATTRIBUTION";

/** Payload of the job: fixed when it was requested, so that a second attempt answers the same question. */
export interface AttributionRequest extends ReportDefinition {
  /** RFC 3339. */
  readonly asOf: string;
}

/** Result of the job, beside the report. */
export interface AttributionResult {
  readonly version: number;
  /** A bigint as text. */
  readonly cappedJourneys: string;
}

export interface AttributionJobServices {
  readonly journeys: JourneyStore;
  readonly stageRises: StageRiseReader;
  readonly store: AttributionStore;
  readonly outdated: OutdatedAttributionStore;
  readonly pathSets: PathSetStore;
  readonly campaigns: CampaignService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly access: AccessService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly overlay: PeopleOverlay;
}

/** Computes and publishes one report. */
export class AttributionJob {
  readonly registration: readonly [kind: string, handler: JobHandler] = [RUN_ATTRIBUTION, (job) => this.execute(job)];

  constructor(private readonly services: AttributionJobServices) {}

  private execute(job: RunningJob): Promise<void> {
    const { subject } = job.run.payload as AttributionRequest;
    return subject.kind === "PATHS" ? this.attributePaths(job, subject.pathSetId) : this.attributePeople(job, subject);
  }

  private async attributePeople(
    job: RunningJob,
    subject: Exclude<ReportDefinition["subject"], { readonly kind: "PATHS" }>,
  ): Promise<void> {
    const { context } = job;
    const { access, settle, plane, touchpoints, overlay, outdated } = this.services;
    const request = job.run.payload as AttributionRequest;
    const scope = await findScope(context, subject, this.services);
    if (!scope) {
      const what = subject.kind.toLowerCase();
      throw new JobFailure(
        "NOT_FOUND",
        `The ${what} must be visible while the run works, but it no longer is; ask for its grant.`,
      );
    }
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    await settle.settle(context);
    const { seen, overlayId, journeys } = await plane.read(context, async () => {
      // Read before the touchpoints: what comes meanwhile and concerns the report makes it OUTDATED, also if it was seen.
      const version = await touchpoints.planeAndPeople();
      const mine = await overlay.idOf(context);
      return { seen: version, overlayId: mine, journeys: await this.read(job, scope, request, mine) };
    });
    if (journeys.foreign > 0n) {
      throw new JobFailure(
        "MIXED_CURRENCIES",
        `Orders and refunds must be in the brand's currency ${scope.currencyCode}, but ${journeys.foreign} orders have a value in another; convert them when they are sent.`,
      );
    }
    job.progress(0.6);
    const figures = summarise(journeys, smallGroupThreshold);
    const threshold = smallGroupThreshold > 1 ? SMALLEST_LINE : 1;
    const index = new PlacementIndex(scope.placements);
    const models = modelsOf(request);
    const lines = creditLines(journeys, index, models, { dimensions: request.dimensions, threshold });
    const periods = creditPeriods(journeys, lines, models, threshold);
    const { asOf, ...definition } = request;
    const report = {
      ...definition,
      ...figures,
      id: job.run.id,
      asOf: new Date(asOf),
      window: scope.window,
      brandId: scope.brandId,
      planeVersion: seen.version,
      currencyCode: scope.currencyCode,
      notes: lines.notes,
      orderFits: lines.orderFits,
    };
    await job.publish(async (manager): Promise<AttributionResult> => {
      const version = await this.services.store.insertReport(manager, context, report, lines.credits, periods);
      const late = await touchpoints.lateSince(manager, context, seen);
      const isOfOldPeople = !(await overlay.isCurrent(manager, overlayId));
      await outdated.markPublished(manager, report.id, isOfOldPeople ? null : late, context.clock.now());
      return { version, cappedJourneys: figures.capped.toString() };
    });
  }

  private async attributePaths(job: RunningJob, pathSetId: string): Promise<void> {
    const { context } = job;
    const request = job.run.payload as AttributionRequest;
    const set = await this.services.pathSets.find(context, pathSetId);
    if (!set) throw new JobFailure("NOT_FOUND", "The imported paths must be there while the run works, but are not.");
    const journeys = journeysOfPaths(set);
    const index = new PlacementIndex([]);
    const { dimensions } = request;
    const lines = creditLines(journeys, index, modelsOf(request), { dimensions, threshold: 1 });
    const { asOf, ...definition } = request;
    const report = {
      ...definition,
      ...summarise(journeys, 1),
      id: job.run.id,
      asOf: new Date(asOf),
      ...{ window: null, brandId: null, acrossPlatforms: null, planeVersion: 0n },
      currencyCode: set.currencyCode,
      notes: lines.notes,
      orderFits: lines.orderFits,
    };
    await job.publish(async (manager): Promise<AttributionResult> => {
      const nothing = { periods: [], credits: [] };
      const version = await this.services.store.insertReport(manager, context, report, lines.credits, nothing);
      return { version, cappedJourneys: "0" };
    });
  }

  private async read(
    { context, signal }: RunningJob,
    scope: ReportScope,
    request: AttributionRequest,
    overlayId: JourneyQuestion["overlayId"],
  ): Promise<Journeys> {
    const { journeys, touchpoints } = this.services;
    const question: JourneyQuestion = {
      ...{ brandId: scope.brandId, zone: scope.zone, currencyCode: scope.currencyCode },
      scope: request.subject.kind === "BRAND" ? "BRAND" : "CAMPAIGN",
      campaignCodes: scope.campaignCodes,
      placements: scope.placements.flatMap(({ platform, externalIds }) =>
        externalIds.map((placement) => ({ platform, placement })),
      ),
      ...scope.window,
      asOf: new Date(request.asOf),
      conversion: request.conversion,
      lookbackDays: request.lookbackDays,
      lookbacks: request.lookbacks,
      dimensions: request.dimensions,
      exposures: request.exposures,
      sourceIds: await touchpoints.visibleSourceIds(context),
      overlayId,
    };
    const rises = await this.services.stageRises.of(context, question);
    const dictionary = await journeys.readTouches(question, signal);
    return readJourneys(
      dictionary,
      new PlacementIndex(scope.placements),
      journeys.readConverted(question, dictionary.numbered, rises, signal),
      journeys.readUnconverted(question, dictionary.numbered, rises, signal),
    );
  }
}

function modelsOf({ models, settings }: AttributionRequest) {
  const all = attributionModels(settings);
  return models.map((model) => all[model]);
}
