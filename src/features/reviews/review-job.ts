import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { RequestContext } from "../../platform/request-context";
import { widenToHours } from "../../platform/whole-hours";
import type { BrandService } from "../brands";
import type { CampaignFigureReader, CampaignFigures, CampaignTargetService } from "../campaign-targets";
import { type CampaignService, type CampaignStep, type CampaignWithPlacements, campaignSteps } from "../campaigns";
import type { GrowthProgrammeService } from "../growth-programmes";
import { composeReview } from "./compose-review";
import { findLearnings } from "./learning";
import type { LearningStore } from "./learning.store";
import {
  type FrequencyAdvice,
  type JointLine,
  type MissingPart,
  REVIEW_METHOD,
  type ReviewedTarget,
  type ReviewInputs,
} from "./review";
import type { ReviewStore } from "./review.store";

export const PUBLISH_REVIEW = "PUBLISH_REVIEW";

/** Payload of the job: fixed when it was asked for, so that a second attempt answers the same question. */
export interface ReviewRequest {
  readonly campaignId: string;
  readonly lastYearCampaignId: string | null;
  readonly chasePackId: string | null;
  /** Empty: none are compared with. */
  readonly selfBoughtCampaignIds: readonly string[];
  readonly isPerDay: boolean;
  /** RFC 3339. */
  readonly asOf: string;
}

/** What other features measure of a campaign; null: nothing can be told. */
export interface CampaignEffects {
  joint(
    context: RequestContext,
    campaignId: string,
    selfBoughtCampaignIds: readonly string[],
  ): Promise<readonly JointLine[] | null>;
  frequency(context: RequestContext, campaignId: string): Promise<FrequencyAdvice | null>;
}

export interface ReviewJobParts {
  readonly store: ReviewStore;
  readonly learnings: LearningStore;
  readonly campaigns: CampaignService;
  readonly brands: BrandService;
  readonly figures: CampaignFigureReader;
  readonly targets: CampaignTargetService;
  readonly programmes: GrowthProgrammeService;
  readonly effects: CampaignEffects;
}

/** Reads what a campaign came to, composes its review and publishes it. */
export class ReviewJob {
  readonly registration: readonly [kind: string, handler: JobHandler] = [PUBLISH_REVIEW, (job) => this.execute(job)];

  constructor(private readonly its: ReviewJobParts) {}

  private async execute(job: RunningJob): Promise<void> {
    const { context, run } = job;
    const request = run.payload as ReviewRequest;
    const campaign = await this.its.campaigns.find(context, request.campaignId);
    if (!campaign)
      throw new JobFailure(
        "NOT_FOUND",
        "The campaign must be visible while the run works, but it no longer is; ask for its grant.",
      );
    const inputs = await this.readInputs(job, campaign, request);
    const content = composeReview(inputs);
    const learnings = findLearnings(content.flows, inputs);
    await job.publish(async (manager) => {
      const publishedAt = new Date(request.asOf);
      const review = { id: run.id, campaignId: campaign.id, publishedAt, chasePackId: request.chasePackId };
      const version = await this.its.store.insert(manager, context, { ...review, inputs, content });
      const ids = learnings.map(() => newId(publishedAt));
      for (const [index, learning] of learnings.entries())
        await this.its.learnings.insert(manager, context, {
          ...{ ...learning, id: ids[index]!, brandId: campaign.brandId, reviewId: run.id, createdAt: publishedAt },
        });
      return { version };
    });
  }

  private async readInputs(
    job: RunningJob,
    campaign: CampaignWithPlacements,
    request: ReviewRequest,
  ): Promise<ReviewInputs> {
    const { context } = job;
    const { figures, brands, programmes, effects } = this.its;
    const zone = (await brands.findGranted(context, campaign.brandId))!.zone;
    const programme = await programmes.ofCampaigns(context).load(campaign.id);
    const baseId = programme && programme.comparisonBaseId !== campaign.id ? programme.comparisonBaseId : null;
    const ofCampaign = (id: string | null): Promise<CampaignFigures | null> =>
      id === null ? Promise.resolve(null) : figures.ofCampaign(context, id);
    const own = (await ofCampaign(campaign.id))!;
    job.progress(0.4);
    const [base, lastYear] = await Promise.all([ofCampaign(baseId), ofCampaign(request.lastYearCampaignId)]);
    job.progress(0.8);
    const targets = await this.readTargets(context, campaign.id);
    const isAlone = request.selfBoughtCampaignIds.length === 0;
    const [jointLines, advice] = await Promise.all([
      isAlone ? null : effects.joint(context, campaign.id, request.selfBoughtCampaignIds),
      effects.frequency(context, campaign.id),
    ]);
    const missing: readonly (MissingPart | false)[] = [
      base === null && { part: "BASE", reason: "NOT_NAMED" },
      lastYear === null && { part: "LAST_YEAR", reason: "NOT_NAMED" },
      hasNoBenchmark(own) && { part: "BENCHMARK", reason: "NOT_COMPUTED" },
      own.sales === null && { part: "ATTRIBUTION", reason: "NOT_COMPUTED" },
      own.cost === null && { part: "COST", reason: "NOT_COMPUTED" },
      jointLines === null && { part: "JOINT", reason: isAlone ? "NOT_NAMED" : "NOT_COMPUTED" },
      advice === null && { part: "FREQUENCY", reason: "NOT_COMPUTED" },
      request.chasePackId === null && { part: "CHASE_PACK", reason: "NOT_NAMED" },
    ];
    return {
      method: REVIEW_METHOD,
      asOf: request.asOf,
      campaign: own,
      steps: campaign.steps.map(({ step, ...period }) => {
        const { from, to } = widenToHours(period, zone);
        return { step, from: from.toISOString(), to: to.toISOString() };
      }),
      actions: actionsOf(campaign),
      stepFigures: await this.readSteps(context, campaign, targets),
      targets,
      base,
      lastYear,
      isPerDay: request.isPerDay,
      joint: jointLines,
      frequency: advice,
      missing: missing.flatMap((part) => part || []),
    };
  }

  private async readTargets(context: RequestContext, campaignId: string): Promise<readonly ReviewedTarget[]> {
    const set = await this.its.targets.targets(context).load(campaignId);
    return Promise.all(
      (set?.targets ?? []).map(async (target) => ({
        ...target,
        matchRate:
          target.sourceId === null ? null : await this.its.figures.matchRate(context, campaignId, target.sourceId),
      })),
    );
  }

  private async readSteps(
    context: RequestContext,
    { id, steps }: CampaignWithPlacements,
    targets: readonly ReviewedTarget[],
  ): Promise<ReviewInputs["stepFigures"]> {
    const wanted = steps.filter(({ step }) => targets.some((target) => target.step === step));
    const read = await Promise.all(
      wanted.map(async (step) => [step.step, (await this.its.figures.ofStep(context, id, step))!] as const),
    );
    return Object.fromEntries(read);
  }
}

const hasNoBenchmark = ({ industry }: CampaignFigures): boolean =>
  industry === null || industry.before.ruleSetVersion === null || industry.after.ruleSetVersion === null;

/** What was done, e.g. "ACQUIRE on DOUYIN, TENCENT; UPSELL on JD". */
function actionsOf({ code, placements }: CampaignWithPlacements): string {
  const done = campaignSteps.flatMap((step: CampaignStep) => {
    const platforms = [...new Set(placements.filter((one) => one.step === step).map(({ platform }) => platform))];
    return platforms.length === 0 ? [] : `${step} on ${platforms.sort().join(", ")}`;
  });
  return done.length === 0 ? `${code}: no placements` : `${code}: ${done.join("; ")}`;
}
