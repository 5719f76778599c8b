import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import type { Correction } from "../../engines/experiment/multiplicity";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AudiencePackBuild } from "../audiences/audience-pack.types";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import {
  type Assignment,
  type ExperimentDesign,
  MAX_AUDIENCES,
  MAX_DAYS,
  MAX_METRICS,
  MAX_VARIANTS,
  type Metric,
  type TestMethod,
  type Variant,
} from "./experiment";
import { Experiment } from "./experiment.types";
import {
  AssignmentEnum,
  CorrectionEnum,
  MetricKindEnum,
  MetricRoleEnum,
  TestMethodEnum,
  VariantRoleEnum,
} from "./experiment-enums.types";

@InputType({ description: "What is tried." })
class ExperimentVariantInput {
  @Field({ description: "What touchpoints carry as variant, 1 to 30 characters." })
  code!: string;

  @Field(() => VariantRoleEnum, { description: "Exactly one is the CONTROL, at most one the HOLDOUT." })
  role!: Variant["role"];

  @Field(() => Int, { description: "Of 1000 people of each audience; those of all variants sum to 1000." })
  perMille!: number;
}

@InputType({ description: "A figure of each person by which the variants are compared." })
class ExperimentMetricInput {
  @Field({ description: "Its name in the read-out, 1 to 30 characters." })
  code!: string;

  @Field(() => MetricKindEnum, { description: "What it is of a person." })
  kind!: Metric["kind"];

  @Field(() => MetricRoleEnum, { description: "Exactly one is PRIMARY." })
  role!: Metric["role"];

  @Field(() => ActionEnum, {
    nullable: true,
    description: "What is counted; absent: net orders of VALUE, any action of DWELL.",
  })
  action?: Action | null;

  @Field(() => Int, {
    defaultValue: 0,
    description: "First day that counts, from 0: days of 24 hours after the person's start.",
  })
  fromDay!: number;

  @Field(() => Int, {
    description: `The day before which it ends, at most ${MAX_DAYS}; of HASHED at most horizonDays.`,
  })
  toDay!: number;

  @Field({ defaultValue: true, description: "Whether more is better." })
  isHigherBetter!: boolean;

  @Field(() => Float, { defaultValue: 99, description: "DWELL: longer stays count as this percentile, 50 to 100." })
  capPercentile!: number;
}

@InputType({ description: "A new experiment; what decides is fixed by it." })
export class CreateExperimentInput {
  @Field(() => ID, { description: "The brand whose touchpoints count." })
  brandId!: string;

  @Field({ description: "1 to 80 characters; unique among the brand's experiments." })
  name!: string;

  @Field(() => AssignmentEnum, { defaultValue: "HASHED", description: "Who gives people their variant." })
  assignment!: Assignment;

  @Field(() => [ID], {
    defaultValue: [],
    description: `Packs without common people, at most ${MAX_AUDIENCES}; for RECORDED none means everybody.`,
  })
  audiencePackIds!: string[];

  @Field(() => [ExperimentVariantInput], { description: `2 to ${MAX_VARIANTS}.` })
  variants!: ExperimentVariantInput[];

  @Field(() => [ExperimentMetricInput], { description: `1 to ${MAX_METRICS}.` })
  metrics!: ExperimentMetricInput[];

  @Field(() => TestMethodEnum, { defaultValue: "FIXED_HORIZON", description: "When a read-out may decide." })
  method!: TestMethod;

  @Field(() => CorrectionEnum, {
    defaultValue: "HOLM",
    description: "How p values of several comparisons are corrected.",
  })
  correction!: Correction;

  @Field(() => Float, { defaultValue: 0.05, description: "Significance, above 0, at most 0.2." })
  alpha!: number;

  @Field(() => Float, { defaultValue: 0.8, description: "Power that the plan asks for, 0.5 to below 1." })
  power!: number;

  @Field(() => Float, { description: "The relative effect that is worth finding: 0.05 is 5 %. Above 0, at most 10." })
  minimumEffect!: number;

  @Field(() => Int, { description: `Days from the start to the read-out that decides, 1 to ${MAX_DAYS}.` })
  horizonDays!: number;

  @Field(() => Int, {
    nullable: true,
    description: "Days before each person's start that CUPED learns from; absent: without CUPED.",
  })
  prePeriodDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "People in all arms together, where they cannot be counted before (RECORDED).",
  })
  expectedPeople?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Mean of the primary metric a person, in place of the measured one.",
  })
  expectedMean?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Its standard deviation between people; of a SHARE it follows from the mean.",
  })
  expectedDeviation?: number | null;
}

export function toDesign(input: CreateExperimentInput): ExperimentDesign {
  const { assignment, method, correction, alpha, power, minimumEffect, horizonDays } = input;
  return {
    ...{ assignment, method, correction, alpha, power, minimumEffect, horizonDays },
    variants: input.variants.map(({ code, role, perMille }) => ({ code, role, perMille })),
    metrics: input.metrics.map(({ action = null, ...metric }) => ({ ...metric, action })),
    prePeriodDays: input.prePeriodDays ?? null,
    expectation: {
      people: input.expectedPeople ?? null,
      mean: input.expectedMean ?? null,
      deviation: input.expectedDeviation ?? null,
    },
  };
}

@InputType({ description: "How an experiment is started." })
export class StartExperimentInput {
  @Field({
    defaultValue: false,
    description: "Start also when the plan cannot find minimumEffect with the power asked for.",
  })
  acceptsLowPower!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "RECORDED: from when on exposures count, not after now; absent: the present hour.",
  })
  startsAt?: Date | null;
}

const ExperimentUserError = userErrorType("Experiment", {
  NAME_TAKEN: "An experiment or a pack of the brand has the name.",
  WRONG_STATE: "The experiment's state does not allow the change; the message names it.",
  LOW_POWER: "The plan cannot find the effect that it names.",
  PACK_NOT_BUILT: "An audience is a pack without members.",
  OVERLAPPING_PACKS: "Two audiences share people.",
});
const ERRORS = { description: "Why it was refused; empty on success." };

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createExperiment." })
export class CreateExperimentPayload {
  @Field(() => Experiment, { nullable: true, description: "The new experiment; null when refused." })
  experiment?: Experiment | null;

  @Field(() => [ExperimentUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of startExperiment." })
export class StartExperimentPayload {
  @Field(() => Experiment, { nullable: true, description: "The experiment as it is now; null when refused." })
  experiment?: Experiment | null;

  @Field(() => AudiencePackBuild, {
    nullable: true,
    description:
      "The build that freezes the people of all arms as of one instant; null when refused, and for RECORDED.",
  })
  run?: AudiencePackBuild | null;

  @Field(() => [ExperimentUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of endExperiment." })
export class EndExperimentPayload {
  @Field(() => Experiment, { nullable: true, description: "The experiment as it is now; null when refused." })
  experiment?: Experiment | null;

  @Field(() => [ExperimentUserError], ERRORS)
  userErrors!: readonly UserProblem[];
}
