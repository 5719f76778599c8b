import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { defaultModelSettings } from "../../engines/attribution/attribution-models";
import type { MarkovOrder } from "../../engines/attribution/markov";
import { Access } from "../../graphql/access";
import { Run, toRun } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";
import type { Stage } from "../assets";
import { StageEnum } from "../assets/label.types";
import type { ExposureKind } from "../touchpoints";
import { ExposureKindEnum } from "../touchpoints/exposure.types";
import type { AttributionResult } from "./attribution-job";
import { AttributionDimensionEnum } from "./attribution-line.types";
import { AttributionModelEnum } from "./attribution-model.types";
import {
  DEFAULT_LOOKBACK_DAYS,
  MAX_HALF_LIFE_DAYS,
  MAX_LOOKBACK_DAYS,
  MAX_LOOKBACKS,
  MAX_WINDOW_DAYS,
} from "./check-request";
import { AttributionLookbackInput, ConversionActionEnum } from "./conversion.types";
import type { ConversionAction } from "./conversion-action";
import { DEFAULT_DIMENSIONS, type Dimension } from "./dimension";
import { MAX_TOUCHES } from "./journey-limits";
import type { ModelKey } from "./model-key";

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Run,
  description: "The computation of an attribution report; the report appears when it succeeded.",
})
export class AttributionRun extends Run {
  /** The job; not fields of the schema. */
  runId!: string;

  @Field(() => BigInt, {
    nullable: true,
    description: `Journeys with more than ${MAX_TOUCHES} eligible touches, of which the last ${MAX_TOUCHES} were used; null until it succeeded.`,
  })
  cappedJourneys!: bigint | null;
}

@InputType({ description: "A window of a brand's conversions, half open." })
class AttributionWindowInput {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: `The first instant after it; at most ${MAX_WINDOW_DAYS} days later.` })
  to!: Date;
}

@InputType({
  description: "Shares of a journey's conversions by place; what is left is shared by the touches between.",
})
class PositionWeightsInput {
  @Field(() => Float, { description: "To the first touch, 0 to 1 with at most four decimals." })
  first!: number;

  @Field(() => Float, { description: "To the last touch, 0 to 1 with at most four decimals; at most 1 together." })
  last!: number;
}

@InputType({ description: "What models are set to; absent: the default." })
class AttributionSettingsInput {
  @Field(() => PositionWeightsInput, { nullable: true, description: "POSITION_BASED; default 0.4 and 0.4." })
  position?: PositionWeightsInput | null;

  @Field(() => Float, {
    nullable: true,
    description: `TIME_DECAY: above 0, at most ${MAX_HALF_LIFE_DAYS}; default ${defaultModelSettings.halfLifeDays}.`,
  })
  halfLifeDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `MARKOV: how many touches back the chain remembers, 1 to 4; default ${defaultModelSettings.markovOrder}.`,
  })
  markovOrder?: MarkovOrder | null;

  @Field(() => Int, {
    nullable: true,
    description: `SHAPLEY: seed of the draws where values are sampled; default ${defaultModelSettings.shapleySeed}.`,
  })
  shapleySeed?: number | null;
}

@InputType({
  description: "What to attribute, as of now. Exactly one of campaignId, brandId and pathSetId is given.",
})
export class RunAttributionInput {
  @Field(() => ID, { nullable: true, description: "The campaign, in whose window the conversions lie." })
  campaignId?: string | null;

  @Field(() => ID, { nullable: true, description: "The brand, all campaigns and none; `window` goes with it." })
  brandId?: string | null;

  @Field(() => ID, { nullable: true, description: "Imported paths." })
  pathSetId?: string | null;

  @Field(() => AttributionWindowInput, { nullable: true, description: "When the brand's conversions happened." })
  window?: AttributionWindowInput | null;

  @Field(() => [AttributionModelEnum], {
    nullable: true,
    description: "Models to compute; default: all, of imported paths all but TIME_DECAY.",
  })
  models?: ModelKey[] | null;

  @Field(() => AttributionSettingsInput, { nullable: true, description: "What the models are set to." })
  settings?: AttributionSettingsInput | null;

  @Field(() => [AttributionDimensionEnum], {
    nullable: true,
    description: `What lines are wanted about, besides PLATFORM and PLACEMENT; default: ${DEFAULT_DIMENSIONS.join(", ")}. Left out with imported paths.`,
  })
  dimensions?: Dimension[] | null;

  @Field(() => ConversionActionEnum, { nullable: true, description: "What counts as a conversion; default ORDER." })
  conversionAction?: ConversionAction | null;

  @Field(() => StageEnum, { nullable: true, description: "With STAGE_REACHED: APPEAL, ACT or ADVOCATE." })
  stage?: Stage | null;

  @Field(() => Int, {
    nullable: true,
    description: `Days before a conversion within which a touch is eligible, 1 to ${MAX_LOOKBACK_DAYS}; default ${DEFAULT_LOOKBACK_DAYS}.`,
  })
  lookbackDays?: number | null;

  @Field(() => [AttributionLookbackInput], {
    nullable: true,
    description: `Other look-backs for a site or a kind of contact, at most ${MAX_LOOKBACKS}; the first that fits a touch holds.`,
  })
  lookbacks?: AttributionLookbackInput[] | null;

  @Field(() => [ExposureKindEnum], {
    defaultValue: ["SERVED"],
    description:
      "Kinds of exposure that may be credited, at least one. An opportunity to see is no contact of the person, so it is credited only when it is named here.",
  })
  exposures!: ExposureKind[];
}

export const AttributionUserError = userErrorType("Attribution", {});

@Access("RUN_ATTRIBUTION")
@ObjectType({ description: "Answer of runAttribution." })
export class RunAttributionPayload {
  @Field(() => AttributionRun, { nullable: true, description: "The run, queued or further; null when refused." })
  run?: AttributionRun | null;

  @Field(() => [AttributionUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

export function toAttributionRun(run: JobRun): AttributionRun {
  const result = run.result as AttributionResult | null;
  return Object.assign(toRun(AttributionRun, "AttributionRun", run), {
    runId: run.id,
    cappedJourneys: result && BigInt(result.cappedJourneys),
  });
}
