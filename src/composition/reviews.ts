import {
  BrandLearningsResolver,
  CampaignLearningsResolver,
  LearningResolver,
} from "../features/reviews/learning.resolver";
import { LearningService } from "../features/reviews/learning.service";
import { LearningStore } from "../features/reviews/learning.store";
import { toLearning } from "../features/reviews/learning.types";
import {
  CampaignReviewResolver,
  CampaignReviewsResolver,
  ExplainedFigureResolver,
  ReviewRunResolver,
} from "../features/reviews/review.resolver";
import { ReviewService } from "../features/reviews/review.service";
import { ReviewStore } from "../features/reviews/review.store";
import { toCampaignReview, toReviewRun } from "../features/reviews/review.types";
import { type CampaignEffects, ReviewJob } from "../features/reviews/review-job";
import { UserProblems } from "../platform/user-error";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignTargetsPart } from "./campaign-targets";
import type { CampaignsPart } from "./campaigns";
import type { EffectsPart } from "./effects";
import type { GrowthProgrammesPart } from "./growth-programmes";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

/** Orders within it after a touch are the arm's, as the default of `jointVersusSelf`. */
const JOINT_LOOKBACK_DAYS = 14;

export function composeReviews(
  { database, jobs }: Kernel,
  known: BrandsPart & AudiencesPart & CampaignsPart & EffectsPart & CampaignTargetsPart & GrowthProgrammesPart,
) {
  const { brands, packs, campaigns, campaignFigures, campaignTargets, growthProgrammes } = known;
  const store = new ReviewStore(database);
  const learningStore = new LearningStore(database);
  const reviews = new ReviewService({ database, jobs, store, campaigns, packs });
  const learnings = new LearningService({ database, store: learningStore, reviews, campaigns });
  const job = new ReviewJob({
    ...{ store, learnings: learningStore, campaigns, brands, figures: campaignFigures },
    ...{ targets: campaignTargets, programmes: growthProgrammes },
    effects: campaignEffects(known),
  });
  return {
    reviews,
    resolvers: [
      new CampaignReviewsResolver(reviews),
      new CampaignReviewResolver(reviews, learnings, packs),
      new ExplainedFigureResolver(reviews),
      new ReviewRunResolver(reviews),
      new LearningResolver(learnings, reviews, campaigns),
      new CampaignLearningsResolver(learnings),
      new BrandLearningsResolver(learnings),
    ],
    handlers: [job.registration],
    nodes: [
      ["ReviewRun", async (context, key) => whenFound(await reviews.findRun(context, key), toReviewRun)],
      ["CampaignReview", async (context, key) => whenFound(await reviews.find(context, key), toCampaignReview)],
      ["Learning", async (context, key) => whenFound(await learnings.find(context, key), toLearning)],
    ],
  } satisfies Composed;
}

/** What the effects of a campaign say to its review. */
const campaignEffects = ({ joints, frequencies }: EffectsPart): CampaignEffects => ({
  frequency: async (context, campaignId) => {
    const best = await frequencies.best(context, campaignId);
    return best && { verdict: best.verdict, from: best.from, to: best.to };
  },
  joint: async (context, campaignId, selfBoughtIds) => {
    const settings = { selfBoughtIds, overlap: "EXCLUDED", lookbackDays: JOINT_LOOKBACK_DAYS } as const;
    const compared = await joints.compare(context, campaignId, settings).catch((error: unknown) => {
      if (error instanceof UserProblems) return null; // \`jointVersusSelf\` says what stands against it
      throw error;
    });
    if (!compared) return null;
    const { joint, self, conversionChange, roiChange } = compared;
    const overlapPeople = compared.overlapPeople === null ? null : Number(compared.overlapPeople);
    const change = conversionChange && {
      value: conversionChange.value,
      low: conversionChange.interval?.low ?? null,
      high: conversionChange.interval?.high ?? null,
    };
    return [
      {
        metric: "CONVERSION_RATE",
        joint: joint.rate?.value ?? null,
        self: self.rate?.value ?? null,
        change,
        overlapPeople,
      },
      {
        ...{ metric: "ROI", joint: joint.roi, self: self.roi, overlapPeople },
        change: roiChange === null ? null : { value: roiChange, low: null, high: null },
      },
    ];
  },
});

export type ReviewsPart = Services<typeof composeReviews>;
