import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { Campaign } from "../campaigns/campaign.types";
import { type LearningService, MAX_LEARNINGS } from "./learning.service";
import { Learning, toLearning } from "./learning.types";
import type { ReviewService } from "./review.service";
import {
  CampaignReview,
  ExplainedFigure,
  PublishReviewInput,
  PublishReviewPayload,
  ReviewRun,
  toCampaignReview,
  toReviewRun,
} from "./review.types";
import { ReviewChange } from "./review-lines.types";

@Resolver(() => Campaign)
export class CampaignReviewsResolver {
  constructor(private readonly reviews: ReviewService) {}

  @Access("RUN_ATTRIBUTION")
  @Mutation(() => PublishReviewPayload, {
    description: "Reads what a closed campaign came to and publishes it as its next review.",
  })
  publishReview(
    @Ctx() context: RequestContext,
    @Arg("input", () => PublishReviewInput, { description: "What to review." }) input: PublishReviewInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PublishReviewPayload> {
    return payload(async () => {
      const { campaignId, lastYearCampaignId, chasePackId, selfBoughtCampaignIds, isPerDay } = input;
      const run = await this.reviews.publish(
        context,
        {
          campaignId: keyOf("Campaign", campaignId, ["input", "campaignId"]),
          lastYearCampaignId:
            lastYearCampaignId == null ? null : keyOf("Campaign", lastYearCampaignId, ["input", "lastYearCampaignId"]),
          chasePackId: chasePackId == null ? null : keyOf("AudiencePack", chasePackId, ["input", "chasePackId"]),
          selfBoughtCampaignIds: selfBoughtCampaignIds.map((id, index) =>
            keyOf("Campaign", id, ["input", "selfBoughtCampaignIds", String(index)]),
          ),
          isPerDay,
        },
        key,
      );
      return { run: toReviewRun(run) };
    });
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => CampaignReview, {
    nullable: true,
    description: "A published review of the campaign; null when there is none, or none of this version.",
  })
  async review(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("version", () => Int, { nullable: true, description: "Absent: the newest." }) version?: number | null,
  ): Promise<CampaignReview | null> {
    const review = await this.reviews.ofCampaign(context, campaignId, version ?? null);
    return review && toCampaignReview(review);
  }
}

@Resolver(() => CampaignReview)
export class CampaignReviewResolver {
  constructor(
    private readonly reviews: ReviewService,
    private readonly learnt: LearningService,
    private readonly packs: AudienceService,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, {
    nullable: true,
    description: "People to chase, as publishReview named them; null where missingParts names CHASE_PACK.",
  })
  async chasePack(@Ctx() context: RequestContext, @Root() { row }: CampaignReview): Promise<AudiencePack | null> {
    const pack = row.chasePackId === null ? null : await this.packs.findPack(context, row.chasePackId);
    return pack && toAudiencePack(pack);
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [Learning], {
    description: `What it taught, at most ${MAX_LEARNINGS}: every flow that changed by more than chance would make it, and what recordLearning added since.`,
  })
  async learnings(@Ctx() context: RequestContext, @Root() { row }: CampaignReview): Promise<readonly Learning[]> {
    return (await this.learnt.ofReview(context, row.id)).map(toLearning);
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [ReviewChange], {
    description: "Metrics that it tells otherwise than the version before; empty of the first version.",
  })
  async changes(@Ctx() context: RequestContext, @Root() { row }: CampaignReview): Promise<readonly ReviewChange[]> {
    return (await this.reviews.changes(context, row)).map((change) => Object.assign(new ReviewChange(), change));
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => ExplainedFigure, { description: "Where a figure comes from." })
  explain(
    @Root() { row }: CampaignReview,
    @Arg("metric", () => String, { description: "A value of CampaignMetric, e.g. A1_GROWTH." }) metric: string,
  ): ExplainedFigure {
    return Object.assign(new ExplainedFigure(), { ...this.reviews.explain(row, metric), metric, runId: row.id });
  }
}

@Resolver(() => ExplainedFigure)
export class ExplainedFigureResolver {
  constructor(private readonly reviews: ReviewService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => ReviewRun, { description: "The run that made it." })
  async run(@Ctx() context: RequestContext, @Root() { runId }: ExplainedFigure): Promise<ReviewRun> {
    return toReviewRun((await this.reviews.findRun(context, runId))!);
  }
}

@Resolver(() => ReviewRun)
export class ReviewRunResolver {
  constructor(private readonly reviews: ReviewService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => CampaignReview, { nullable: true, description: "What it published; null until it succeeded." })
  async review(@Ctx() context: RequestContext, @Root() { runId }: ReviewRun): Promise<CampaignReview | null> {
    const review = await this.reviews.find(context, runId);
    return review && toCampaignReview(review);
  }
}
