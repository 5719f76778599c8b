import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { type Stage, stages } from "../assets";
import { StageEnum } from "../assets/label.types";
import { FlowInterval, FlowWindowAnswer, toFlowWindowAnswer } from "./stage-reach.types";
import { toldShares } from "./stage-times";
import type { StageTimes as StageTimesFigures } from "./stage-times.service";

@Access("READ_ASSETS")
@ObjectType({ description: "How long it took until a share of the people had come to the next stage." })
class StageTimeQuantile {
  @Field(() => Float, { description: `Which share of all who entered: ${toldShares.join(", ")}.` })
  share!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "The first day, counted from 1, by whose end that share had come, by the product-limit estimate (Kaplan & Meier 1958): those not followed to the end count as long as they were followed. Null when the window does not show it, and when withheld.",
  })
  days!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "From entering a stage to the next one or a deeper (认知→兴趣→购买). Entered: was in a shallower stage or in none at the window's first instant, and rose to it in the window; the first rise counts. Days are 24 hours from then; who comes on a day that ends after the window counts as not come.",
})
class TimeToStage {
  @Field(() => StageEnum, { description: "The stage that was entered." })
  from!: Stage;

  @Field(() => StageEnum, { description: "The next one." })
  to!: Stage;

  @Field(() => BigIntScalar, { nullable: true, description: "People who entered; null when withheld." })
  entered!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them those who came to the next stage; null when withheld.",
  })
  reached!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them those who had not when the window ended, so that their time is only known to be longer (censored); null when withheld.",
  })
  notReached!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who came to the next stage at the very instant at which they entered (一步到位), e.g. by ordering at once; not among the entered. Null when withheld.",
  })
  skipped!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "reached / (reached + notReached), 0 to 1. It grows with the time that people were followed. Null of nobody, and when withheld.",
  })
  reachedShare!: number | null;

  @Field(() => FlowInterval, { nullable: true, description: "Wilson score interval of reachedShare; null with it." })
  interval!: FlowInterval | null;

  @Field(() => [StageTimeQuantile], { description: "Shares from the smallest on." })
  quantiles!: readonly StageTimeQuantile[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "How long a brand's people take from stage to stage." })
export class StageTimes extends FlowWindowAnswer {
  @Field(() => [TimeToStage], { description: "AWARE to APPEAL, APPEAL to ACT and ACT to ADVOCATE." })
  times!: readonly TimeToStage[];
}

export const toStageTimes = ({ window, times }: StageTimesFigures): StageTimes =>
  Object.assign(new StageTimes(), {
    ...toFlowWindowAnswer(window),
    times: times.map(({ stage, quantiles, ...time }) =>
      Object.assign(new TimeToStage(), {
        ...time,
        from: stages[stage - 1]!,
        to: stages[stage]!,
        quantiles: quantiles.map((quantile) => Object.assign(new StageTimeQuantile(), quantile)),
      }),
    ),
  });
