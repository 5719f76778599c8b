import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { AccessService } from "../access";
import type { CampaignService, CampaignWithPlacements } from "../campaigns";
import type { PeopleOverlay, PeopleSettlement, StablePlane } from "../people";
import type { ExposureKind, TouchpointService } from "../touchpoints";
import type { AttributionStore } from "./attribution.store";
import { channelKey, channelOfPlacement, placementsByKey } from "./channel";
import { type ConvertedJourneys, collectJourneys } from "./converted-journeys";
import type { JourneyStore } from "./journey.store";
import { SMALLEST_LINE } from "./journey-limits";
import type { ModelKey } from "./model-key";
import { creditReport } from "./report-credits";

export const RUN_ATTRIBUTION = "RUN_ATTRIBUTION";

/** Payload of the job: fixed when it was requested, so that a second attempt answers the same question. */
export interface AttributionRequest {
  readonly campaignId: string;
  readonly models: readonly ModelKey[];
  readonly lookbackDays: number;
  readonly exposures: readonly ExposureKind[];
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
  readonly store: AttributionStore;
  readonly campaigns: CampaignService;
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

  private async execute(job: RunningJob): Promise<void> {
    const { context } = job;
    const { store, campaigns, touchpoints, access, settle, plane } = this.services;
    const request = job.run.payload as AttributionRequest;
    const campaign = await campaigns.find(context, request.campaignId);
    if (!campaign)
      throw new JobFailure(
        "NOT_FOUND",
        "The campaign must be visible while the run works, but it no longer is; ask for its grant.",
      );
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    await settle.settle(context);
    const planeVersion = await touchpoints.planeVersion();
    const converted = await plane.read(context, () => this.readJourneys(job, campaign, request));
    assertOneCurrency(converted, campaign);
    job.progress(0.6);
    const credits = creditReport(converted, request.models, smallGroupThreshold > 1 ? SMALLEST_LINE : 1);
    const { attributed, unattributed, capped } = converted;
    const report = {
      id: job.run.id,
      campaignId: campaign.id,
      asOf: new Date(request.asOf),
      planeVersion,
      lookbackDays: request.lookbackDays,
      exposures: request.exposures,
      models: request.models,
      conversions: attributed.conversions + unattributed.conversions,
      valueMinor: attributed.value + unattributed.value,
      unattributedConversions: unattributed.conversions,
      unattributedValueMinor: unattributed.value,
      currencyCode: campaign.currencyCode,
    };
    await job.publish(async (manager): Promise<AttributionResult> => {
      const version = await store.insertReport(manager, context, report, credits);
      return { version, cappedJourneys: capped.toString() };
    });
  }

  private async readJourneys(
    job: RunningJob,
    campaign: CampaignWithPlacements,
    request: AttributionRequest,
  ): Promise<ConvertedJourneys> {
    const byKey = placementsByKey(campaign.placements);
    const groups = this.services.journeys.readGroups(
      {
        brandId: campaign.brandId,
        currencyCode: campaign.currencyCode,
        campaignCode: campaign.code,
        placements: campaign.placements.flatMap(({ platform, externalIds }) =>
          externalIds.map((placement) => ({ platform, placement })),
        ),
        from: campaign.window.from,
        to: campaign.window.to,
        asOf: new Date(request.asOf),
        lookbackDays: request.lookbackDays,
        exposures: request.exposures,
        sourceIds: await this.services.touchpoints.visibleSourceIds(job.context),
        overlayId: await this.services.overlay.idOf(job.context),
      },
      job.signal,
    );
    return collectJourneys(
      groups,
      (touch) => {
        const placement = byKey.get(channelKey(touch));
        return (placement && channelOfPlacement(placement)) ?? touch;
      },
      campaign.placements.flatMap((placement) => channelOfPlacement(placement) ?? []),
    );
  }
}

function assertOneCurrency({ foreign }: ConvertedJourneys, { currencyCode }: CampaignWithPlacements): void {
  if (foreign === 0n) return;
  throw new JobFailure(
    "MIXED_CURRENCIES",
    `Orders and refunds of the campaign must be in the brand's currency ${currencyCode}, but ${foreign} orders have a value in another; convert them when they are sent.`,
  );
}
