import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { type LearningService, MAX_LEARNINGS } from "./learning.service";
import {
  AttachLearningPayload,
  DetachLearningPayload,
  Learning,
  LearningConnection,
  RecordLearningInput,
  RecordLearningPayload,
  toLearning,
} from "./learning.types";
import type { ReviewService } from "./review.service";
import { CampaignReview, toCampaignReview } from "./review.types";

const LEARNING_ID = { description: "Id of a Learning." };
const CAMPAIGN_ID = { description: "The campaign whose plan goes by it." };

@Resolver(() => Learning)
export class LearningResolver {
  constructor(
    private readonly learnt: LearningService,
    private readonly reviews: ReviewService,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => RecordLearningPayload, { description: "Says in words what a measured flow of a review teaches." })
  recordLearning(
    @Ctx() context: RequestContext,
    @Arg("input", () => RecordLearningInput, { description: "The new learning." }) input: RecordLearningInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RecordLearningPayload> {
    return payload(async () => {
      const { reviewId, to = null, ...words } = input;
      const review = keyOf("CampaignReview", reviewId, ["input", "reviewId"]);
      return { learning: toLearning(await this.learnt.record(context, { ...words, to, reviewId: review }, key)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => AttachLearningPayload, {
    description: "Has a campaign's plan go by a learning; again changes nothing.",
  })
  attachLearning(
    @Ctx() context: RequestContext,
    @Arg("learningId", () => ID, LEARNING_ID) learningId: string,
    @Arg("campaignId", () => ID, CAMPAIGN_ID) campaignId: string,
  ): Promise<AttachLearningPayload> {
    return this.use(context, learningId, campaignId, "attach");
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => DetachLearningPayload, {
    description: "Takes a learning out of a campaign's plan; again changes nothing.",
  })
  detachLearning(
    @Ctx() context: RequestContext,
    @Arg("learningId", () => ID, LEARNING_ID) learningId: string,
    @Arg("campaignId", () => ID, CAMPAIGN_ID) campaignId: string,
  ): Promise<DetachLearningPayload> {
    return this.use(context, learningId, campaignId, "detach");
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => CampaignReview, { description: "The review that measured it." })
  async review(@Ctx() context: RequestContext, @Root() { reviewKey }: Learning): Promise<CampaignReview> {
    return toCampaignReview((await this.reviews.find(context, reviewKey))!);
  }

  private use(
    context: RequestContext,
    learningId: string,
    campaignId: string,
    change: "attach" | "detach",
  ): Promise<AttachLearningPayload & DetachLearningPayload> {
    return payload(async () => {
      const learning = keyOf("Learning", learningId, ["learningId"]);
      const id = await this.learnt[change](context, learning, keyOf("Campaign", campaignId, ["campaignId"]));
      const campaign = (await this.campaigns.campaigns(context).load(id))!;
      return { campaign: toCampaign(campaign, context.clock.now()) };
    });
  }
}

@Resolver(() => Campaign)
export class CampaignLearningsResolver {
  constructor(private readonly learnt: LearningService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [Learning], {
    description: `What its plan goes by, at most ${MAX_LEARNINGS}, in the order in which it was attached.`,
  })
  async attachedLearnings(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
  ): Promise<readonly Learning[]> {
    return (await this.learnt.ofPlan(context, campaignId)).map(toLearning);
  }
}

@Resolver(() => Brand)
export class BrandLearningsResolver {
  constructor(private readonly learnt: LearningService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => LearningConnection, { description: "What the brand's campaigns taught, newest first." })
  async learnings(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("text", () => String, {
      nullable: true,
      description: "Only those whose condition or action holds it, in whatever case; absent: all.",
    })
    text?: string | null,
  ): Promise<ConnectionShape<Learning>> {
    return toConnection(await this.learnt.page(context, brandId, text ?? null, pageRequest(page)), toLearning, () =>
      this.learnt.count(context, brandId, text ?? null),
    );
  }
}
