import { Field, Float, Int, ObjectType } from "type-graphql";
import type { Correction } from "../../engines/experiment/multiplicity";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import type {
  Assignment,
  ExperimentPlan as ExperimentPlanRow,
  Experiment as ExperimentRow,
  ExperimentState,
  Metric,
  TestMethod,
  Variant,
} from "./experiment";
import {
  AssignmentEnum,
  CorrectionEnum,
  ExperimentStateEnum,
  enumOf,
  MetricKindEnum,
  MetricRoleEnum,
  TestMethodEnum,
  VariantRoleEnum,
} from "./experiment-enums.types";

@Access("READ_AUDIENCES")
@ObjectType({ description: "What is tried (素材)." })
export class ExperimentVariant {
  @Field({ description: "What touchpoints carry as variant." })
  code!: string;

  @Field(() => VariantRoleEnum, { description: "What it is for." })
  role!: Variant["role"];

  @Field(() => Int, { description: "Of 1000 people of each audience." })
  perMille!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A figure of each person by which the variants are compared." })
export class ExperimentMetric {
  @Field({ description: "Its name in the read-out." })
  code!: string;

  @Field(() => MetricKindEnum, { description: "What it is of a person." })
  kind!: Metric["kind"];

  @Field(() => MetricRoleEnum, { description: "What it is for." })
  role!: Metric["role"];

  @Field(() => ActionEnum, {
    nullable: true,
    description: "What is counted; null: net orders of VALUE, any action of DWELL.",
  })
  action!: Action | null;

  @Field(() => Int, { description: "First day that counts, from 0: days of 24 hours after the person's start." })
  fromDay!: number;

  @Field(() => Int, { description: "The day before which it ends." })
  toDay!: number;

  @Field({ description: "Whether more is better." })
  isHigherBetter!: boolean;

  @Field(() => Float, { description: "DWELL: longer stays count as this percentile of all arms' stays, 50 to 100." })
  capPercentile!: number;
}

const PlanStateEnum = enumOf<ExperimentPlanRow["state"]>(
  "ExperimentPlanState",
  "Where a plan's mean and deviation come from",
  ["MEASURED", "EXPECTED", "NO_BASELINE", "TOO_FEW_PEOPLE"],
  {
    MEASURED: "From the same people, over as many days before.",
    EXPECTED: "The caller said them.",
    NO_BASELINE: "They are not known, withheld, or 0: say expectedPeople, expectedMean and expectedDeviation.",
    TOO_FEW_PEOPLE: "An arm would have fewer than two people.",
  },
);

@Access("READ_AUDIENCES")
@ObjectType({ description: "A variant of a plan." })
class ExperimentPlanArm {
  @Field({ description: "Code of the variant." })
  variant!: string;

  @Field(() => Int, { nullable: true, description: "Expected people; null where unknown or withheld." })
  people!: number | null;
}

@Access("READ_AUDIENCES")
@ObjectType({
  description:
    "What the experiment can find: the control against its smallest treatment on the primary metric, two-sided, read once at the horizon.",
})
export class ExperimentPlan {
  @Field(() => PlanStateEnum, { description: "Where mean and deviation come from." })
  state!: ExperimentPlanRow["state"];

  @Field(() => [ExperimentPlanArm], { description: "By variant, all audiences together." })
  arms!: readonly ExperimentPlanArm[];

  @Field(() => Float, { nullable: true, description: "Mean of the primary metric a person; null: unknown." })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: "Its standard deviation between people; null: unknown." })
  deviation!: number | null;

  @Field(() => Float, { description: "Significance of each comparison: alpha over the treatments." })
  alpha!: number;

  @Field(() => Float, { nullable: true, description: "Chance to find minimumEffect, 0 to 1; null: cannot be said." })
  power!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Smallest relative effect that is found with the power asked for; null: none up to 10 (1000 %), or unknown.",
  })
  minimumDetectableEffect!: number | null;

  @Field({ description: "Whether minimumEffect is found with the power asked for." })
  meetsPower!: boolean;
}

const ChangeEnum = enumOf(
  "ExperimentChange",
  "What a version of an experiment changed",
  ["CREATED", "STARTED", "ENDED"] as const,
  {
    CREATED: "It was planned.",
    STARTED: "It was started.",
    ENDED: "It was ended.",
  },
);

@Access("READ_AUDIENCES")
@ObjectType({ description: "A version of an experiment: what somebody changed." })
export class ExperimentVersion {
  /** Key of who changed it; not a field of the schema. */
  accessKeyId!: string;

  @Field(() => Int, { description: "1 when it was planned." })
  version!: number;

  @Field(() => ChangeEnum, { description: "What was changed." })
  change!: string;

  @Field(() => DateTimeScalar, { description: "When." })
  changedAt!: Date;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "The people of one audience who get one variant (人群 x 素材)." })
export class ExperimentArm {
  /** Keys of packs; not fields of the schema. */
  audiencePackId!: string;
  armPackId!: string;

  @Field({ description: "Code of the variant." })
  variant!: string;
}

@Access("READ_AUDIENCES")
@ObjectType({
  implements: Node,
  description: "Variants tried on audience packs, every variant on every audience (京东优投实验室, A/B test).",
})
export class Experiment extends Node {
  /** The row behind it; not a field of the schema. */
  row!: ExperimentRow;

  @Field({ description: "Unique among the brand's experiments." })
  name!: string;

  @Field(() => ExperimentStateEnum, { description: "How far it is." })
  state!: ExperimentState;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => AssignmentEnum, { description: "Who gives people their variant." })
  assignment!: Assignment;

  @Field(() => [ExperimentVariant], { description: "2 to 10, in the order of the plan." })
  variants!: readonly Variant[];

  @Field(() => [ExperimentMetric], { description: "1 to 20, in the order of the plan." })
  metrics!: readonly Metric[];

  @Field(() => TestMethodEnum, { description: "When a read-out may decide." })
  method!: TestMethod;

  @Field(() => CorrectionEnum, { description: "How p values of several comparisons are corrected." })
  correction!: Correction;

  @Field(() => Float, { description: "Significance, e.g. 0.05; intervals have the confidence 1 - alpha." })
  alpha!: number;

  @Field(() => Float, { description: "Power that the plan asks for, e.g. 0.8." })
  power!: number;

  @Field(() => Float, { description: "The relative effect that is worth finding: 0.05 is 5 % of the control's mean." })
  minimumEffect!: number;

  @Field(() => Int, { description: "Days from the start to the read-out that decides." })
  horizonDays!: number;

  @Field(() => Int, {
    nullable: true,
    description: "Days before each person's start that CUPED learns from; null: without CUPED.",
  })
  prePeriodDays!: number | null;

  @Field(() => DateTimeScalar, { description: "When it was planned." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "From when on it counts; null: not started." })
  startsAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was ended; null: not yet." })
  endedAt!: Date | null;

  @Field(() => [ExperimentArm], {
    description: "At most 20, each with its pack; empty before the start and for RECORDED.",
  })
  arms!: readonly ExperimentArm[];

  @Field(() => [ExperimentVersion], { description: "What was changed, the first first; at most 3." })
  versions!: readonly ExperimentVersion[];
}

export function toExperiment(row: ExperimentRow): Experiment {
  const { variants, metrics, expectation: _, ...design } = row.design;
  const { name, state, version, createdAt, startsAt, endedAt } = row;
  return Object.assign(new Experiment(), {
    id: toNodeId("Experiment", row.id),
    row,
    ...{ name, state, version, createdAt, startsAt, endedAt },
    ...design,
    variants: variants.map((variant) => Object.assign(new ExperimentVariant(), variant)),
    metrics: metrics.map((metric) => Object.assign(new ExperimentMetric(), metric)),
    arms: row.arms.map(({ audience, variant, packId }) =>
      Object.assign(new ExperimentArm(), {
        audiencePackId: row.audiences[audience]!.packId,
        armPackId: packId,
        variant: variants[variant]!.code,
      }),
    ),
    versions: row.changes.map((change) => Object.assign(new ExperimentVersion(), change)),
  });
}

export const toExperimentPlan = ({ people, ...plan }: ExperimentPlanRow, { design }: ExperimentRow): ExperimentPlan =>
  Object.assign(new ExperimentPlan(), plan, {
    arms: people.map((count, place) =>
      Object.assign(new ExperimentPlanArm(), { variant: design.variants[place]!.code, people: count }),
    ),
  });

export const ExperimentConnection = connectionType(Experiment, "Experiment", "READ_AUDIENCES");
