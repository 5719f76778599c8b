import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { TrendGrain } from "../assets";
import { TrendGrainEnum } from "../assets/asset-series.types";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import type { GrowthAccounting as Growth } from "./activity.service";
import { MAX_PERIODS } from "./growth-periods";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "People who were active in a period: new + retained + resurrected = active, new + resurrected - churned = net.",
})
class GrowthFigures {
  @Field(() => BigIntScalar, { description: "Active in it." })
  active!: bigint;

  @Field(() => BigIntScalar, {
    description: "Active for the first time ever, as far back as touchpoints reach (新增).",
  })
  new!: bigint;

  @Field(() => BigIntScalar, { description: "Active in the period before as well (留存)." })
  retained!: bigint;

  @Field(() => BigIntScalar, { description: "Active before, but not in the period before (回流)." })
  resurrected!: bigint;

  @Field(() => BigIntScalar, { description: "Active in the period before and not in this one (流失)." })
  churned!: bigint;

  @Field(() => BigIntScalar, {
    description: "What the active grew by since the period before; negative when they shrank.",
  })
  net!: bigint;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One period of growth." })
class GrowthPeriod {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field({ description: "False while it lasts: more may become active, and fewer have churned." })
  isComplete!: boolean;

  @Field(() => GrowthFigures, {
    nullable: true,
    description: "Null when one of its counts is too small to tell: then all are withheld, as they would give it away.",
  })
  figures!: GrowthFigures | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Where a brand's active people came from and went to, period by period (用户增长模型). Each period is compared with the one before it, the first with the one before the answer.",
})
export class GrowthAccounting extends WindowAnswer {
  @Field(() => TrendGrainEnum, { description: "Length of the periods." })
  grain!: TrendGrain;

  @Field(() => [ActionEnum], { description: "What made a person active; at most 22." })
  actions!: readonly Action[];

  @Field(() => [GrowthPeriod], { description: `Oldest first, at most ${MAX_PERIODS}.` })
  periods!: readonly GrowthPeriod[];
}

export const toGrowthAccounting = ({ window, actions, periods }: Growth, grain: TrendGrain): GrowthAccounting =>
  Object.assign(new GrowthAccounting(), {
    ...toWindowAnswer(window),
    grain,
    actions,
    periods: periods.map(({ figures, ...period }) =>
      Object.assign(new GrowthPeriod(), {
        ...period,
        figures: figures && Object.assign(new GrowthFigures(), figures),
      }),
    ),
  });
