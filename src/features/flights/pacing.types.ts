import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import {
  PACE_TOLERANCE,
  type Pacing,
  type PacingReason,
  type PacingState,
  PROJECTION_HOURS,
} from "../../engines/steering/pacing";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";

const percent = 100 * PACE_TOLERANCE;

const PacingStateEnum: Readonly<Record<PacingState, PacingState>> = {
  NO_PLAN: "NO_PLAN",
  NOT_BEGUN: "NOT_BEGUN",
  NO_FACTS: "NO_FACTS",
  UNDER: "UNDER",
  ON_PLAN: "ON_PLAN",
  OVER: "OVER",
};
registerEnumType(PacingStateEnum, {
  name: "PacingState",
  description: "What was delivered against what was planned for the same hours; clients must handle unknown values.",
  valuesConfig: {
    NO_PLAN: { description: "Nothing was planned by this measure." },
    NOT_BEGUN: { description: "No hour of it is over." },
    NO_FACTS: { description: "Hours are over, and none for which something was planned is complete." },
    UNDER: { description: `More than ${percent} % below the plan (落后).` },
    ON_PLAN: { description: `Within ${percent} % of the plan.` },
    OVER: { description: `More than ${percent} % above the plan (超投).` },
  },
});

const PacingReasonEnum: Readonly<Record<PacingReason, PacingReason>> = {
  SILENT: "SILENT",
  SLOW: "SLOW",
  FAST: "FAST",
  NOT_REPORTED: "NOT_REPORTED",
};
registerEnumType(PacingReasonEnum, {
  name: "PacingReason",
  description: "Why a delivery is not on plan; clients must handle unknown values.",
  valuesConfig: {
    SILENT: { description: "At least half of what is missing was planned for complete hours without any delivery." },
    SLOW: { description: "Hours delivered, but less than planned." },
    FAST: { description: "Hours delivered more than planned." },
    NOT_REPORTED: { description: "Nothing was reported of hours that are over." },
  },
});

@ObjectType()
abstract class PacingAnswer {
  @Field(() => PacingStateEnum, { description: "How it stands." })
  state!: PacingState;

  @Field(() => PacingReasonEnum, { nullable: true, description: "Why; null on plan, and where there is none." })
  reason!: PacingReason | null;

  @Field(() => Float, {
    nullable: true,
    description: "Delivered over planned in the complete hours; null where nothing was planned for them.",
  })
  ratio!: number | null;

  @Field(() => Int, {
    description: "Complete hours for which something was planned and in which nothing was delivered.",
  })
  silentHours!: number;
}

const PROJECTED = `At the end, if the rest runs as the last ${PROJECTION_HOURS} complete hours did against their plan; null with fewer than two.`;

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Money at the end as it is projected, with the interval of 95 %." })
class ProjectedCost {
  @Field(() => Money, { description: "Projected." })
  value!: Money;

  @Field(() => Money, { description: "Lower bound." })
  low!: Money;

  @Field(() => Money, { description: "Upper bound." })
  high!: Money;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Impressions at the end as they are projected, with the interval of 95 %." })
class ProjectedImpressions {
  @Field(() => BigIntScalar, { description: "Projected." })
  value!: bigint;

  @Field(() => BigIntScalar, { description: "Lower bound." })
  low!: bigint;

  @Field(() => BigIntScalar, { description: "Upper bound." })
  high!: bigint;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Spend against its plan, until the last complete hour (消耗进度)." })
export class CostPacing extends PacingAnswer {
  @Field(() => Money, { nullable: true, description: "Planned for the complete hours; null: no cost was planned." })
  planned!: Money | null;

  @Field(() => Money, { description: "Spent in the complete hours." })
  delivered!: Money;

  @Field(() => ProjectedCost, { nullable: true, description: PROJECTED })
  projected!: ProjectedCost | null;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Impressions against their plan, until the last complete hour (曝光进度)." })
export class ImpressionPacing extends PacingAnswer {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Planned for the complete hours; null: no impressions were planned.",
  })
  planned!: bigint | null;

  @Field(() => BigIntScalar, { description: "Delivered in the complete hours." })
  delivered!: bigint;

  @Field(() => ProjectedImpressions, { nullable: true, description: PROJECTED })
  projected!: ProjectedImpressions | null;
}

/** Whole minor units as money. */
export const moneyOf = (minor: number | bigint, currencyCode: string): Money =>
  toMajor({ minor: typeof minor === "bigint" ? minor : BigInt(Math.round(minor)), currencyCode });

export function toCostPacing({ planned, delivered, projected, ...pacing }: Pacing, currencyCode: string): CostPacing {
  const money = (minor: number): Money => moneyOf(minor, currencyCode);
  return Object.assign(new CostPacing(), pacing, {
    planned: planned === null ? null : money(planned),
    delivered: money(delivered),
    projected: projected && {
      value: money(projected.value),
      low: money(projected.low),
      high: money(projected.high),
    },
  });
}

export function toImpressionPacing({ planned, delivered, projected, ...pacing }: Pacing): ImpressionPacing {
  const whole = (count: number): bigint => BigInt(Math.round(count));
  return Object.assign(new ImpressionPacing(), pacing, {
    planned: planned === null ? null : whole(planned),
    delivered: whole(delivered),
    projected: projected && {
      value: whole(projected.value),
      low: whole(projected.low),
      high: whole(projected.high),
    },
  });
}
