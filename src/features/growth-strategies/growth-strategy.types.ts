import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { ExperimentMetric } from "../experiments/experiment.types";
import {
  type DimensionValue,
  type GrowthStrategy as GrowthStrategyRow,
  MAX_DIMENSIONS,
  MAX_STRATEGIES,
  type MeasuredStrategy,
  type StrategyDimension,
  type StrategyObjective,
  strategyDimensions,
  strategyObjectives,
  type UnmeasuredReason,
} from "./growth-strategy";
import type { RankedStrategy, StrategyComparison as StrategyComparisonRow } from "./rank-strategies";

function enumOf<Value extends string>(
  name: string,
  description: string,
  values: readonly Value[],
  descriptions: Readonly<Record<Value, string>>,
): Readonly<Record<string, Value>> {
  const all = Object.fromEntries(values.map((value) => [value, value]));
  registerEnumType(all, {
    name,
    description: `${description}; clients must handle unknown values.`,
    valuesConfig: Object.fromEntries(values.map((value) => [value, { description: descriptions[value] }])),
  });
  return all;
}

export const StrategyObjectiveEnum = enumOf<StrategyObjective>(
  "GrowthStrategyObjective",
  "What a strategy is to make grow",
  strategyObjectives,
  {
    NEW_AWARE: "People who become AWARE (认知).",
    NEW_APPEAL: "People who come to APPEAL (吸引).",
    NEW_ACT: "People who come to ACT (行动).",
    NEW_ADVOCATE: "People who come to ADVOCATE (拥护).",
    CONVERSIONS: "Orders.",
    VALUE: "Value of orders.",
    REPURCHASE: "Buying again (复购).",
  },
);

const StrategyDimensionEnum = enumOf<StrategyDimension>(
  "GrowthStrategyDimension",
  "Along what a strategy acts",
  strategyDimensions,
  {
    CROWD: "Whom it is for (人群).",
    CHANNEL: "Where it reaches them (渠道).",
    CREATIVE: "What it shows (素材).",
    PRODUCT: "What it sells (货品).",
    OFFER: "At what price or benefit (权益).",
    TIMING: "When (时机).",
    KEYWORD: "Which searches it answers (关键词).",
    MEMBERSHIP: "As members of what (会员).",
  },
);

const UnmeasuredReasonEnum = enumOf<UnmeasuredReason>(
  "GrowthStrategyUnmeasured",
  "Why nothing was measured of a strategy",
  ["NO_EXPERIMENT", "NOT_STARTED", "SUPPRESSED", "NO_PEOPLE", "NO_VARIATION", "BASE_NOT_POSITIVE"],
  {
    NO_EXPERIMENT: "No experiment measures it.",
    NOT_STARTED: "Its experiment has not started.",
    SUPPRESSED: "Counts of people are withheld.",
    NO_PEOPLE: "An arm has no people yet.",
    NO_VARIATION: "Nobody differs from anybody.",
    BASE_NOT_POSITIVE: "The control's mean is not above 0.",
  },
);

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A dimension along which a strategy acts." })
class GrowthStrategyDimensionValue {
  @Field(() => StrategyDimensionEnum, { description: "Which one." })
  dimension!: StrategyDimension;

  @Field({ description: "What it does there, e.g. the crowd or the channel." })
  value!: string;
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "What a brand tries in order to grow (增长策略), and the experiment that measures it.",
})
export class GrowthStrategy extends Node {
  /** The row behind it; not a field of the schema. */
  row!: GrowthStrategyRow;

  @Field({ description: "Unique among the brand's strategies." })
  name!: string;

  @Field(() => StrategyObjectiveEnum, { description: "What it is to make grow." })
  objective!: StrategyObjective;

  @Field(() => [GrowthStrategyDimensionValue], { description: `Along what it acts, 1 to ${MAX_DIMENSIONS}.` })
  dimensions!: readonly GrowthStrategyDimensionValue[];

  @Field(() => String, {
    nullable: true,
    description: "Code of the experiment's variant that is the strategy; null without an experiment.",
  })
  variant!: string | null;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was written down." })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was archived; null: it was not." })
  archivedAt!: Date | null;
}

export function toGrowthStrategy(row: GrowthStrategyRow): GrowthStrategy {
  const { name, objective, variant, version, createdAt, archivedAt } = row;
  return Object.assign(new GrowthStrategy(), {
    id: toNodeId("GrowthStrategy", row.id),
    row,
    ...{ name, objective, variant, version, createdAt, archivedAt },
    dimensions: row.dimensions.map((one) => Object.assign(new GrowthStrategyDimensionValue(), one)),
  });
}

export const GrowthStrategyConnection = connectionType(GrowthStrategy, "GrowthStrategy", "READ_CAMPAIGNS");

@Access("READ_AUDIENCES")
@ObjectType({ description: "What was measured of a strategy: its variant against the control on the primary metric." })
export class GrowthStrategyEffect {
  @Field(() => Float, {
    nullable: true,
    description: "Relative effect, 0.1: 10 % of the control's mean; null with a reason.",
  })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: "Lower bound, of the experiment's confidence; null likewise." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper bound; null likewise." })
  high!: number | null;

  @Field(() => Float, { nullable: true, description: "Two-sided, against no effect; null likewise." })
  pValue!: number | null;

  @Field(() => ExperimentMetric, { nullable: true, description: "Of what; null without an experiment." })
  metric!: ExperimentMetric | null;

  @Field(() => UnmeasuredReasonEnum, { nullable: true, description: "Why nothing was measured; null: something was." })
  reason!: UnmeasuredReason | null;
}

export const toEffect = ({ effect, metric, reason }: MeasuredStrategy): GrowthStrategyEffect =>
  Object.assign(new GrowthStrategyEffect(), {
    ...{ value: effect?.value ?? null, pValue: effect?.pValue ?? null, reason },
    ...{ low: effect?.interval.low ?? null, high: effect?.interval.high ?? null },
    metric: metric && Object.assign(new ExperimentMetric(), metric),
  });

@Access("READ_AUDIENCES")
@ObjectType({ description: "A measured strategy among comparable ones." })
class RankedGrowthStrategy {
  @Field(() => Int, { description: "1: the greatest effect in the metric's direction; equal effects share a rank." })
  rank!: number;

  @Field({ description: "Whether its effect differs from the next one's: two-sided z at 0.05; false for the last." })
  isSeparable!: boolean;

  @Field(() => GrowthStrategy, { description: "The strategy." })
  strategy!: GrowthStrategy;

  @Field(() => GrowthStrategyEffect, { description: "What was measured of it." })
  effect!: GrowthStrategyEffect;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Strategies that were measured by the same metric." })
class GrowthStrategyGroup {
  @Field(() => ExperimentMetric, { description: "The metric." })
  metric!: ExperimentMetric;

  @Field(() => [RankedGrowthStrategy], { description: "The best first." })
  lines!: readonly RankedGrowthStrategy[];
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Strategies of one objective by what was measured of them, never by what is said of them." })
export class GrowthStrategyComparison {
  @Field(() => [GrowthStrategyGroup], { description: "A group a metric: effects on different ones are not compared." })
  groups!: readonly GrowthStrategyGroup[];

  @Field(() => [GrowthStrategy], { description: "Those of which nothing was measured, by name." })
  unmeasured!: readonly GrowthStrategy[];
}

export const toComparison = ({ groups, unmeasured }: StrategyComparisonRow): GrowthStrategyComparison =>
  Object.assign(new GrowthStrategyComparison(), {
    groups: groups.map(({ metric, lines }) =>
      Object.assign(new GrowthStrategyGroup(), {
        metric: Object.assign(new ExperimentMetric(), metric),
        lines: lines.map((line: RankedStrategy) =>
          Object.assign(new RankedGrowthStrategy(), {
            ...{ rank: line.rank, isSeparable: line.isSeparable },
            ...{ strategy: toGrowthStrategy(line.strategy), effect: toEffect(line) },
          }),
        ),
      }),
    ),
    unmeasured: unmeasured.map(({ strategy }) => toGrowthStrategy(strategy)),
  });

@InputType({ description: "A dimension along which a strategy acts." })
class GrowthStrategyDimensionInput implements DimensionValue {
  @Field(() => StrategyDimensionEnum, { description: "Which one." })
  dimension!: StrategyDimension;

  @Field({ description: "What it does there, 1 to 200 characters." })
  value!: string;
}

@InputType({ description: "A strategy." })
export class GrowthStrategyInput {
  @Field({
    description: `Name for people, 1 to 200 characters; unique among the brand's, of which ${MAX_STRATEGIES} are compared.`,
  })
  name!: string;

  @Field(() => StrategyObjectiveEnum, { description: "What it is to make grow." })
  objective!: StrategyObjective;

  @Field(() => [GrowthStrategyDimensionInput], { description: `Along what it acts, 1 to ${MAX_DIMENSIONS}.` })
  dimensions!: GrowthStrategyDimensionInput[];

  @Field(() => ID, { nullable: true, description: "The campaign that runs it, of the brand." })
  campaignId?: string | null;

  @Field(() => ID, { nullable: true, description: "The experiment that measures it, of the brand." })
  experimentId?: string | null;

  @Field(() => String, { nullable: true, description: "Code of the experiment's treatment that is the strategy." })
  variant?: string | null;
}

@InputType({ description: "A new strategy." })
export class CreateGrowthStrategyInput extends GrowthStrategyInput {
  @Field(() => ID, { description: "The brand that tries it." })
  brandId!: string;
}

const GrowthStrategyUserError = userErrorType("GrowthStrategy", {
  NAME_TAKEN: "A strategy of the brand has the name.",
  WRONG_STATE: "The strategy is archived.",
});

@ObjectType()
abstract class StrategyPayload {
  @Field(() => GrowthStrategy, { nullable: true, description: "The strategy as it is now; null when refused." })
  growthStrategy?: GrowthStrategy | null;

  @Field(() => [GrowthStrategyUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of createGrowthStrategy." })
export class CreateGrowthStrategyPayload extends StrategyPayload {}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of changeGrowthStrategy." })
export class ChangeGrowthStrategyPayload extends StrategyPayload {}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of archiveGrowthStrategy." })
export class ArchiveGrowthStrategyPayload extends StrategyPayload {}
