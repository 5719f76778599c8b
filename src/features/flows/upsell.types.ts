import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { FlowInterval, FlowWindowAnswer, StageFlow, toFlowWindowAnswer, toStageFlow } from "./stage-reach.types";
import type { Upsell as Figures } from "./upsell.service";

@Access("READ_ASSETS")
@ObjectType({ description: "Buyers who bought again (老客回购). Counts are null when withheld." })
class Repurchase {
  @Field(() => BigIntScalar, { nullable: true, description: "People at ACT at the first instant." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those with a net order in the window on a later day of the brand's zone than their last one before it.",
  })
  repurchased!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "repurchased / people (老客回购率), 0 to 1; null with either, and of nobody. The repurchase rate of the market is of all buyers of a period.",
  })
  value!: number | null;

  @Field(() => FlowInterval, { nullable: true, description: "Wilson score interval of value; null with it." })
  interval!: FlowInterval | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Days of the brand's zone from the last net order before the window to the first new day with one: the smallest number that at least half of the repurchasers needed. Whoever orders after the window is not among them, so it is short of what all will need. Null without repurchasers, and when withheld.",
  })
  medianGapDays!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How the interested came to buy, and buyers to buy again or to recommend, in a campaign's window (Upsell转化).",
})
export class Upsell extends FlowWindowAnswer {
  @Field(() => StageFlow, { description: "A2 at the first instant who bought (A2→A3)." })
  appealToAct!: StageFlow;

  @Field(() => StageFlow, {
    description: "A3 at the first instant who became advocates, by orders on several days or by praise (A3→A4).",
  })
  actToAdvocate!: StageFlow;

  @Field(() => Repurchase, { description: "A3 at the first instant who bought again." })
  repurchase!: Repurchase;
}

export const toUpsell = ({ window, appealToAct, actToAdvocate, repurchase }: Figures): Upsell =>
  Object.assign(new Upsell(), {
    ...toFlowWindowAnswer(window),
    appealToAct: toStageFlow(appealToAct),
    actToAdvocate: toStageFlow(actToAdvocate),
    repurchase: Object.assign(new Repurchase(), repurchase),
  });
