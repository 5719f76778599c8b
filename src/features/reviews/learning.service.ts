import { newId } from "../../platform/ids";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import { type CampaignService, isText } from "../campaigns";
import type { Flow } from "../flows";
import { type Learning, type LearningDraft, learningOf } from "./learning";
import type { LearningStore } from "./learning.store";
import type { ReviewService } from "./review.service";

const MAX_WORDS = 500;
/** Most learnings that a campaign's plan goes by, and most that one review has. */
export const MAX_LEARNINGS = 50;

export interface NewLearning extends Flow {
  readonly reviewId: string;
  readonly condition: string;
  readonly action: string;
}

export interface LearningParts {
  readonly database: Database;
  readonly store: LearningStore;
  readonly reviews: ReviewService;
  readonly campaigns: CampaignService;
}

/** Records of what worked and what did not (V82). */
export class LearningService {
  constructor(private readonly its: LearningParts) {}

  async find(context: RequestContext, id: string): Promise<Learning | null> {
    return this.its.store.find(context, id);
  }

  ofReview(context: RequestContext, reviewId: string): Promise<readonly Learning[]> {
    return this.its.store.findByReview(context, reviewId);
  }

  ofPlan(context: RequestContext, campaignId: string): Promise<readonly Learning[]> {
    return this.its.store.findByCampaign(context, campaignId);
  }

  page(context: RequestContext, brandId: number, text: string | null, request: PageRequest): Promise<Page<Learning>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that learnings returned.`);
    }
    return this.its.store.findPage(context, brandId, text, request);
  }

  count(context: RequestContext, brandId: number, text: string | null): Promise<number> {
    return this.its.store.count(context, brandId, text);
  }

  /** Words of a person about a flow that a review measured; the numbers are the review's. */
  async record(context: RequestContext, input: NewLearning, idempotencyKey?: string): Promise<Learning> {
    const { database, store, reviews, campaigns } = this.its;
    const review = await reviews.find(context, input.reviewId);
    if (!review)
      throw UserProblems.one(
        "NOT_FOUND",
        ["input", "reviewId"],
        "reviewId must name a review of this organisation; read it with campaign { review }.",
      );
    const problems = new ProblemList();
    for (const field of ["condition", "action"] as const)
      if (!isText(input[field], MAX_WORDS) || input[field].trim() === "")
        problems.add(
          "INVALID_INPUT",
          ["input", field],
          `${field} must be 1 to ${MAX_WORDS} characters, none of them a control character and not all spaces.`,
        );
    const flow = review.content.flows.find(({ from, to }) => from === input.from && to === input.to);
    const draft: LearningDraft | null = flow ? learningOf(flow, input) : null;
    if (!draft)
      problems.add(
        "NOT_MEASURED",
        ["input", "from"],
        "from and to must name a flow whose change has an interval in the review; read them with review { flows }.",
      );
    if ((await store.findByReview(context, review.id)).length >= MAX_LEARNINGS)
      problems.add("INVALID_INPUT", ["input", "reviewId"], `A review must have at most ${MAX_LEARNINGS} learnings.`);
    const { brandId } = await campaigns.require(context, review.campaignId, ["input", "reviewId"]);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "recordLearning", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const createdAt = context.clock.now();
      const learning: Learning = { ...draft!, id: newId(createdAt), brandId, reviewId: review.id, createdAt };
      await store.insert(manager, context, learning);
      return learning.id;
    });
    return (await store.find(context, id))!;
  }

  /** Has a campaign's plan go by a learning of its brand; again changes nothing. */
  async attach(context: RequestContext, learningId: string, campaignId: string): Promise<string> {
    const { campaign, learning } = await this.pair(context, learningId, campaignId);
    if (learning.brandId !== campaign.brandId)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["learningId"],
        "learningId must name a learning of the campaign's brand, but it is of another one.",
      );
    if ((await this.its.store.findByCampaign(context, campaignId)).length >= MAX_LEARNINGS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["campaignId"],
        `A campaign must go by at most ${MAX_LEARNINGS} learnings; detach one first.`,
      );
    await this.its.store.attach(context, learningId, campaignId);
    return campaign.id;
  }

  async detach(context: RequestContext, learningId: string, campaignId: string): Promise<string> {
    await this.pair(context, learningId, campaignId);
    await this.its.store.detach(context, learningId, campaignId);
    return campaignId;
  }

  private async pair(context: RequestContext, learningId: string, campaignId: string) {
    const campaign = await this.its.campaigns.require(context, campaignId, ["campaignId"]);
    const learning = await this.its.store.find(context, learningId);
    if (!learning)
      throw UserProblems.one(
        "NOT_FOUND",
        ["learningId"],
        "learningId must name a learning of this organisation; list them with brand { learnings }.",
      );
    return { campaign, learning };
  }
}
