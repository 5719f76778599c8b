import { GraphQLError, GraphQLScalarType } from "graphql";
import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { Run, toRun } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";
import { stages } from "../assets";
import { metricUnits } from "../campaign-targets";
import { CampaignMetricEnum } from "../campaign-targets/campaign-metric.types";
import type { ExplainedFigure as Explained } from "./explain-figure";
import type { FlowLine, Review, ReviewContent } from "./review";
import {
  ReviewAssets,
  ReviewFigure,
  ReviewFlow,
  ReviewFrequency,
  ReviewGap,
  ReviewGroup,
  ReviewJoint,
  ReviewMissingPart,
  ReviewScore,
  ReviewStep,
  ReviewTarget,
} from "./review-lines.types";

@Access("READ_ATTRIBUTION")
@ObjectType({ implements: Run, description: "The making of a review; the review appears when it succeeded." })
export class ReviewRun extends Run {
  /** The job; not a field of the schema. */
  runId!: string;
}

export const toReviewRun = (run: JobRun): ReviewRun =>
  Object.assign(toRun(ReviewRun, "ReviewRun", run), { runId: run.id });

/** Inputs have a name each, so they go out as one value. */
const FigureInputs = new GraphQLScalarType({
  name: "FigureInputs",
  description:
    "The numbers that a figure was made of, by their place in the review's inputs, e.g. campaign.boundaries.0.people.0; null where one was not told.",
  parseValue: () => {
    throw new GraphQLError("FigureInputs is answered only.");
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Where a figure of a review comes from." })
export class ExplainedFigure {
  /** The run; not a field of the schema. */
  runId!: string;

  @Field(() => CampaignMetricEnum, { description: "Which figure." })
  metric!: string;

  @Field(() => Float, { nullable: true, description: "As it was published." })
  value!: number | null;

  @Field(() => FigureInputs, { description: "The numbers that it was made of." })
  inputs!: Explained["inputs"];

  @Field(() => Int, {
    nullable: true,
    description: "Of the rules that labelled its people; null: none had a part in it.",
  })
  ruleSetVersion!: number | null;

  @Field({ description: "The campaign's window on whole hours, as ISO 8601 writes an interval." })
  window!: string;

  @Field({ description: "The method that made it; it changes whenever a formula of reviews does." })
  codeVersion!: string;

  @Field({ description: "True: made again of the inputs just now, it is the figure that was published." })
  isReproduced!: boolean;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Node,
  description:
    "What a closed campaign left behind (投后复盘), as it was known when it was published. Never changed: another look is its next version.",
})
export class CampaignReview extends Node {
  /** The row behind it; not a field of the schema. */
  row!: Review;

  @Field(() => Int, { description: "1 is the first; counts up with every publication." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "As of when everything in it was read." })
  publishedAt!: Date;

  @Field({ description: "True: orders have settled and no late data is expected. False: it is provisional." })
  isFinal!: boolean;

  @Field({ description: "True: flows are compared by share per day, so that the longer campaign has no advantage." })
  isPerDay!: boolean;

  @Field({ description: "ISO 4217 code of every MONEY figure." })
  currencyCode!: string;

  @Field(() => Int, {
    nullable: true,
    description: "Days before an order within which touches were credited; null: without an attribution report.",
  })
  lookbackDays!: number | null;

  @Field(() => [ReviewTarget], { description: "The targets of the campaign and its steps, at most 50." })
  targets!: readonly ReviewTarget[];

  @Field(() => [ReviewFigure], { description: "Every metric, in the order of a page." })
  figures!: readonly ReviewFigure[];

  @Field(() => [ReviewGap], { description: "The four stages in the order of the path." })
  gaps!: readonly ReviewGap[];

  @Field(() => ReviewAssets, { description: "What became of the brand's people." })
  assets!: ReviewAssets;

  @Field(() => [ReviewStep], { description: "The campaign's intervals between boundaries of steps, at most 11." })
  steps!: readonly ReviewStep[];

  @Field(() => [ReviewFlow], { description: "Every flow." })
  flows!: readonly ReviewFlow[];

  @Field(() => [ReviewGroup], { description: "The four groups of the nine-grid." })
  targetGroups!: readonly ReviewGroup[];

  @Field(() => [ReviewJoint], { description: "One line a metric; empty where missingParts names JOINT." })
  joint!: readonly ReviewJoint[];

  @Field(() => ReviewFrequency, { nullable: true, description: "Null where missingParts names FREQUENCY." })
  frequency!: ReviewFrequency | null;

  @Field(() => [ReviewScore], {
    description: "Several aims beside the return (告别单一ROI视角), at most 40; no single total is made of them.",
  })
  scorecard!: readonly ReviewScore[];

  @Field(() => [ReviewMissingPart], { description: "What it could not tell, with why; each part once." })
  missingParts!: readonly ReviewMissingPart[];
}

export function toCampaignReview(row: Review): CampaignReview {
  const { id, version, publishedAt, inputs, content } = row;
  return Object.assign(new CampaignReview(), {
    ...{ row, id: toNodeId("CampaignReview", id), version, publishedAt, isFinal: content.isFinal },
    isPerDay: inputs.isPerDay,
    currencyCode: inputs.campaign.currencyCode,
    lookbackDays: inputs.campaign.sales?.lookbackDays ?? null,
    targets: content.targets.map((line) => ({ ...withUnit(line), actual: line.value })),
    figures: content.figures.map(withUnit),
    gaps: content.gaps.map(({ state, benchmarkMove, ...gap }) => ({
      ...gap,
      status: state,
      benchmarkMoved: benchmarkMove,
    })),
    assets: { ...content.assets, stages: content.stages },
    steps: content.steps.map(toStep),
    flows: content.flows.map(toFlow),
    targetGroups: content.groups,
    joint: inputs.joint ?? [],
    frequency: inputs.frequency,
    scorecard: content.scorecard.map((line) => ({
      ...withUnit(line),
      suppressedReason: line.state === "KNOWN" ? null : line.state,
    })),
    missingParts: inputs.missing,
  });
}

const withUnit = <Line extends ReviewContent["figures"][number]>(line: Line) => ({
  ...line,
  unit: metricUnits[line.metric],
});

const toStep = ({ from, to, steps, contribution }: ReviewContent["steps"][number]) => ({
  ...{ from: new Date(from), to: new Date(to), steps },
  contribution: contribution.map((people, index) => ({ stage: stages[index], people })),
});

const toFlow = ({ interval, ...flow }: FlowLine) => ({
  ...flow,
  changeEstimate: flow.change === null || interval === null ? null : { value: flow.change, ...interval },
});

@InputType({ description: "Which campaign to review, and beside what." })
export class PublishReviewInput {
  @Field(() => ID, { description: "A campaign that is over." })
  campaignId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "The campaign of the same promotion a year before, for year on year: named and not counted back, as promotions move in the calendar. Absent: none.",
  })
  lastYearCampaignId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "A pack of the brand with the people to chase (及时追击): touched off site, and never arrived.",
  })
  chasePackId?: string | null;

  @Field(() => [ID], {
    defaultValue: [],
    description:
      "Campaigns of the brand that it bought by itself at the same time (同期自投), with which this one is compared in the window that all have in common, without people of both arms; orders within 14 days of a touch count. Empty: none.",
  })
  selfBoughtCampaignIds!: readonly string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: "True: compare flows with the base by share per day, so that the longer campaign has no advantage.",
  })
  isPerDay!: boolean;
}

const ReviewUserError = userErrorType("Review", {
  CAMPAIGN_NOT_CLOSED: "The campaign is not over.",
});

@Access("RUN_ATTRIBUTION")
@ObjectType({ description: "Answer of publishReview." })
export class PublishReviewPayload {
  @Field(() => ReviewRun, { nullable: true, description: "The run, queued or further; null when refused." })
  run?: ReviewRun | null;

  @Field(() => [ReviewUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
