import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, type UserProblem } from "../../platform/user-error";
import type { AudienceService } from "../audiences";
import { type CampaignMetric, campaignMetrics } from "../campaign-targets";
import type { CampaignService, CampaignWithPlacements } from "../campaigns";
import { MAX_SELF_BOUGHT } from "../effects";
import { type ExplainedFigure, explainFigure } from "./explain-figure";
import type { Review } from "./review";
import type { ReviewStore } from "./review.store";
import { PUBLISH_REVIEW, type ReviewRequest } from "./review-job";

export interface NewReview {
  readonly campaignId: string;
  readonly lastYearCampaignId: string | null;
  readonly chasePackId: string | null;
  readonly selfBoughtCampaignIds: readonly string[];
  readonly isPerDay: boolean;
}

/** A metric whose value another version changed. */
export interface ReviewChange {
  readonly metric: CampaignMetric;
  readonly before: number | null;
  readonly after: number | null;
}

export interface ReviewParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: ReviewStore;
  readonly campaigns: CampaignService;
  readonly packs: AudienceService;
}

/** Asks for reviews and reads them. */
export class ReviewService {
  constructor(private readonly its: ReviewParts) {}

  /** The queued run; its id will be its review's. */
  async publish(context: RequestContext, input: NewReview, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs, campaigns, packs } = this.its;
    const { campaignId, lastYearCampaignId, chasePackId } = input;
    const campaign = await campaigns.require(context, campaignId, ["input", "campaignId"]);
    const now = context.clock.now();
    const problems = new ProblemList();
    if (campaign.window.to > now)
      problems.add(
        "CAMPAIGN_NOT_CLOSED",
        ["input", "campaignId"],
        `campaignId must name a campaign that is over, but ${campaign.code} ends at ${campaign.window.to.toISOString()}; publish its review then.`,
      );
    if (lastYearCampaignId !== null) {
      const path = ["input", "lastYearCampaignId"];
      const before = await campaigns.find(context, lastYearCampaignId);
      if (!before || before.brandId !== campaign.brandId)
        problems.add("NOT_FOUND", path, "lastYearCampaignId must name a campaign of the same brand.");
      else if (before.window.to > campaign.window.from)
        problems.add(
          "INVALID_INPUT",
          path,
          `lastYearCampaignId must name a campaign that ended before ${campaign.code} began, but ${before.code} ended at ${before.window.to.toISOString()}.`,
        );
    }
    if (chasePackId !== null && (await packs.findPack(context, chasePackId))?.brandId !== campaign.brandId)
      problems.add("NOT_FOUND", ["input", "chasePackId"], "chasePackId must name a pack of the campaign's brand.");
    problems.addAll(await this.selfBoughtProblems(context, campaign, input.selfBoughtCampaignIds));
    const call = { key: idempotencyKey, mutation: "publishReview", request: input };
    const runId = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const payload: ReviewRequest = { ...input, asOf: now.toISOString() };
      const id = newId(now);
      await jobs.enqueue(manager, context, { id, kind: PUBLISH_REVIEW, payload });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  private async selfBoughtProblems(
    context: RequestContext,
    campaign: CampaignWithPlacements,
    ids: readonly string[],
  ): Promise<readonly UserProblem[]> {
    const problems = new ProblemList();
    const path = ["input", "selfBoughtCampaignIds"];
    if (ids.length > MAX_SELF_BOUGHT)
      problems.add(
        "INVALID_INPUT",
        path,
        `selfBoughtCampaignIds must name at most ${MAX_SELF_BOUGHT} campaigns, but got ${ids.length}.`,
      );
    for (const [index, id] of ids.slice(0, MAX_SELF_BOUGHT).entries()) {
      const place = [...path, String(index)];
      const other = await this.its.campaigns.find(context, id);
      if (!other || other.id === campaign.id || other.brandId !== campaign.brandId)
        problems.add("NOT_FOUND", place, "selfBoughtCampaignIds must name other campaigns of the same brand.");
      else if (other.window.from >= campaign.window.to || other.window.to <= campaign.window.from)
        problems.add(
          "INVALID_INPUT",
          place,
          `selfBoughtCampaignIds must name campaigns that ran at the same time, but ${other.code} did not overlap ${campaign.code}.`,
        );
    }
    return problems.all;
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.its.jobs.find(context, id);
    return run?.kind === PUBLISH_REVIEW ? run : null;
  }

  /** Null when its campaign is not visible: its reviews do not exist for the caller either. */
  async find(context: RequestContext, id: string): Promise<Review | null> {
    const review = await this.its.store.find(context, id);
    return review && (await this.its.campaigns.find(context, review.campaignId)) && review;
  }

  /** The newest, or that of `version`. */
  ofCampaign(context: RequestContext, campaignId: string, version: number | null): Promise<Review | null> {
    return this.its.store.findOfCampaign(context, campaignId, version);
  }

  /** What this version says otherwise than the one before; none of the first. */
  async changes(context: RequestContext, { campaignId, version, content }: Review): Promise<readonly ReviewChange[]> {
    const earlier = version === 1 ? null : await this.ofCampaign(context, campaignId, version - 1);
    if (!earlier) return [];
    return content.figures.flatMap(({ metric, value }) => {
      const before = earlier.content.figures.find((figure) => figure.metric === metric)?.value ?? null;
      return before === value ? [] : [{ metric, before, after: value }];
    });
  }

  explain(review: Review, metric: string): ExplainedFigure {
    if (!campaignMetrics.includes(metric as CampaignMetric))
      throw new RequestError(
        "BAD_USER_INPUT",
        `metric must be a value of CampaignMetric, e.g. A1_GROWTH, but got "${metric.slice(0, 60)}".`,
      );
    return explainFigure(review, metric as CampaignMetric);
  }
}
