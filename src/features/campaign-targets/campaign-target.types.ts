import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import type { CampaignStep as CampaignStepCode } from "../campaigns";
import { CampaignStep } from "../campaigns/placement.types";
import type { CampaignFigureState } from "./campaign-figures";
import { type CampaignMetric, metricUnits } from "./campaign-metric";
import { CampaignFigureStateEnum, CampaignMetricEnum, MetricUnitEnum } from "./campaign-metric.types";
import {
  type CampaignTarget as CampaignTargetRow,
  type CampaignTargets as CampaignTargetsRow,
  MAX_TARGETS,
} from "./campaign-target";

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What a campaign, or one step of it, is to come to (考核目标)." })
export class CampaignTarget {
  /** The row and its campaign; not fields of the schema. */
  row!: CampaignTargetRow;
  campaignId!: string;

  @Field(() => CampaignMetricEnum, { description: "The figure." })
  metric!: CampaignMetric;

  @Field(() => MetricUnitEnum, { description: "What the figure's numbers are." })
  unit!: string;

  @Field(() => CampaignStep, { nullable: true, description: "The step; null: the whole campaign." })
  step!: CampaignStepCode | null;

  @Field(() => Float, { description: "What it is to come to; above 0." })
  target!: number;

  @Field({ description: "Who answers for it." })
  owner!: string;

  @Field(() => DateScalar, { description: "Until which day of the brand's zone." })
  dueOn!: string;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How far a target is by now." })
export class GoalProgress {
  @Field(() => Float, { nullable: true, description: "What the figure is; null unless KNOWN." })
  actual!: number | null;

  @Field(() => CampaignFigureStateEnum, { description: "Whether it is told; if not, why." })
  state!: CampaignFigureState;

  @Field(() => Float, {
    nullable: true,
    description:
      "actual / target, or target / actual where less is better: 1 and above is attained. Null without a figure.",
  })
  attainment!: number | null;

  @Field(() => DateTimeScalar, { description: "When it was read." })
  asOf!: Date;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "All targets of a campaign; they are set together." })
export class CampaignTargets {
  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When they were last changed." })
  changedAt!: Date;

  @Field(() => [CampaignTarget], { description: `At most ${MAX_TARGETS}, in the order in which they were set.` })
  targets!: readonly CampaignTarget[];
}

export const toCampaignTargets = ({ campaignId, version, changedAt, targets }: CampaignTargetsRow): CampaignTargets =>
  Object.assign(new CampaignTargets(), {
    version,
    changedAt,
    targets: targets.map((row) =>
      Object.assign(new CampaignTarget(), { ...row, row, campaignId, unit: metricUnits[row.metric] }),
    ),
  });

@InputType({ description: "What a campaign, or one step of it, is to come to." })
export class CampaignTargetInput {
  @Field(() => CampaignMetricEnum, { description: "The figure." })
  metric!: CampaignMetric;

  @Field(() => CampaignStep, {
    nullable: true,
    description: "A step of the campaign, for people, flows and cost; absent: the whole campaign.",
  })
  step?: CampaignStepCode | null;

  @Field(() => Float, { description: "Above 0, in the metric's unit." })
  target!: number;

  @Field({ description: "Who answers for it, 1 to 200 characters." })
  owner!: string;

  @Field(() => DateScalar, { description: "Until which day of the brand's zone." })
  dueOn!: string;

  @Field(() => ID, {
    nullable: true,
    description: "For PRIVATE_DOMAIN_MATCH_RATE alone: the TouchpointSource whose people are matched.",
  })
  sourceId?: string | null;
}

const CampaignTargetsUserError = userErrorType("CampaignTargets", {});

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of setCampaignTargets." })
export class SetCampaignTargetsPayload {
  @Field(() => CampaignTargets, { nullable: true, description: "The targets as they are now; null when refused." })
  campaignTargets?: CampaignTargets | null;

  @Field(() => [CampaignTargetsUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
