import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import {
  type HealthCard as Card,
  defaultThresholds,
  type HealthFamily,
  type HealthState,
  healthFamilies,
  healthStates,
  type HealthThreshold as Threshold,
} from "./health-card";

const FAMILIES: Readonly<Record<HealthFamily, string>> = {
  GRANULARITY: `How finely people can be told apart (精细化运营): of the snapshot's people, the share that the nine-grid places in a cell. Shipped threshold ${defaultThresholds.GRANULARITY}.`,
  ACQUISITION: `Winning people (拉新): AWARE people over the industry mean. Shipped threshold ${defaultThresholds.ACQUISITION}.`,
  CONVERSION: `Converting them (转化): the efficiency from APPEAL to ACT over 30 days, over the industry mean. Shipped threshold ${defaultThresholds.CONVERSION}.`,
  MEMBERSHIP: `Keeping them as members (会员管理): of the snapshot's people in a stage, the share that is a member: joined, and did not leave since. Shipped threshold ${defaultThresholds.MEMBERSHIP}.`,
};
const STATES: Readonly<Record<HealthState, string>> = {
  HEALTHY: "At the threshold or above it.",
  WEAK: "Below it.",
  SUPPRESSED: "Too few people to tell.",
  BASE_NOT_POSITIVE: "There is nobody to take a share of, or nothing to compare with.",
  NOT_COMPUTED: "No snapshot was taken of this instant, or the category was not refreshed for it or has too few peers.",
};

const described = <Value extends string>(values: readonly Value[], meanings: Readonly<Record<Value, string>>) => ({
  members: Object.fromEntries(values.map((value) => [value, value])),
  valuesConfig: Object.fromEntries(values.map((value) => [value, { description: meanings[value] }])),
});

const family = described(healthFamilies, FAMILIES);
const HealthFamilyEnum = family.members;
registerEnumType(HealthFamilyEnum, {
  name: "GrowthHealthFamily",
  description: "What makes growth hard (四大核心增长难题).",
  valuesConfig: family.valuesConfig,
});

const state = described(healthStates, STATES);
const HealthStateEnum = state.members;
registerEnumType(HealthStateEnum, {
  name: "GrowthHealthState",
  description: "How a family stands; clients must handle unknown values.",
  valuesConfig: state.valuesConfig,
});

@Access("READ_ASSETS")
@ObjectType({ description: "From which value on a family is healthy." })
export class GrowthHealthThreshold {
  @Field(() => HealthFamilyEnum, { description: "Which family." })
  family!: HealthFamily;

  @Field(() => Float, { description: "The value, in the unit of the card." })
  threshold!: number;

  @Field(() => Int, { description: "0: the shipped one; counts up with every change. Pass it as expectedVersion." })
  version!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The key figure of a family against its threshold." })
export class GrowthHealthCard extends GrowthHealthThreshold {
  @Field(() => HealthStateEnum, { description: "How it stands." })
  state!: HealthState;

  @Field(() => Float, {
    nullable: true,
    description: "A share from 0 to 1, or own over the industry mean; null unless HEALTHY or WEAK.",
  })
  value!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People of a share; null for ratios to the industry." })
  numerator!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People whom the share is taken of; null likewise." })
  denominator!: bigint | null;

  @Field(() => Float, { nullable: true, description: "Lower end of the share's 95 % Wilson interval; null likewise." })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of it; null likewise." })
  high!: number | null;

  @Field(() => DateTimeScalar, { description: "Instant of the figure." })
  asOf!: Date;
}

export const toThreshold = (row: Threshold): GrowthHealthThreshold => Object.assign(new GrowthHealthThreshold(), row);

export const toCard = ({ interval, ...row }: Card, asOf: Date): GrowthHealthCard =>
  Object.assign(new GrowthHealthCard(), {
    ...row,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    asOf,
  });

@InputType({ description: "What is to be healthy." })
export class SetGrowthHealthThresholdInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => HealthFamilyEnum, { description: "Which family." })
  family!: HealthFamily;

  @Field(() => Float, { description: "From this value on; above 0, at most 100." })
  threshold!: number;
}

const GrowthHealthUserError = userErrorType("GrowthHealth", {});

@Access("EDIT_DIAGNOSIS")
@ObjectType({ description: "Answer of setGrowthHealthThreshold." })
export class SetGrowthHealthThresholdPayload {
  @Field(() => GrowthHealthThreshold, { nullable: true, description: "The threshold as it is now; null when refused." })
  threshold?: GrowthHealthThreshold | null;

  @Field(() => [GrowthHealthUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
