import { ArgsType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { toWindowAnswer, WindowAnswer, WindowArgs } from "../journeys/window.types";
import { dataState } from "../touchpoints";
import { type ActionLine, microActions, NO_ACTION } from "./action-to-order";
import { type BrandActions, MAX_ORDER_DAYS } from "./action-to-order.service";
import type { Lift } from "./lift";
import { EffectLift, EffectRate } from "./rate.types";

const DAY_MS = 86_400_000;

const MicroActionEnum = Object.fromEntries([...microActions, NO_ACTION].map((action) => [action, action]));
registerEnumType(MicroActionEnum, {
  name: "MicroAction",
  description: "A step between seeing a product and ordering (微行动); clients must handle unknown values.",
  valuesConfig: {
    DEEP_VIEW: { description: "A product view of at least so many seconds (深度浏览)." },
    ADD_TO_CART: { description: "Put into the cart (加购)." },
    FAVOURITE: { description: "Saved (收藏)." },
    CONSULT: { description: "Asked the shop (咨询客服)." },
    NONE: { description: "In the shop, and none of these." },
  },
});

@ArgsType()
export class ActionToOrderArgs extends WindowArgs {
  @Field(() => Int, {
    defaultValue: 7,
    description: `Days of 24 hours after an action within which an order counts, 1 to ${MAX_ORDER_DAYS}.`,
  })
  withinDays!: number;

  @Field(() => Int, { defaultValue: 30, description: "Seconds from which on a product view is deep, 1 to 3600." })
  deepSeconds!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "One action of people in the shop. Counts are null when withheld." })
class ActionToOrderLine {
  @Field(() => MicroActionEnum, { description: "The action." })
  action!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who did it in the window. Who did several stands under each.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those with a net order within the days after they first did it; NONE: after the first visit.",
  })
  ordered!: bigint | null;

  @Field(() => EffectRate, { nullable: true, description: "ordered / people: P(order | action); null with either." })
  rate!: EffectRate | null;

  @Field(() => EffectLift, {
    nullable: true,
    description: "rate over that of NONE; null for NONE, with either rate, and when nobody of NONE ordered.",
  })
  lift!: Lift | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whose first action it was: each person stands under one action.",
  })
  firstPeople!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Of these, those who ordered within the days after it." })
  firstOrdered!: bigint | null;

  @Field(() => EffectRate, { nullable: true, description: "firstOrdered / firstPeople; null with either." })
  firstRate!: EffectRate | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "Which small steps in the shop lead to orders (微行动转化). It compares people who did and did not do them; that the step made the order does not follow.",
})
export class ActionToOrder extends WindowAnswer {
  @Field(() => Int, { description: "Days after an action within which an order counts." })
  withinDays!: number;

  @Field(() => Int, { description: "Seconds from which on a product view is deep." })
  deepSeconds!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who were in the shop or did an action; firstPeople of all lines sum to it. Null when withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those who ordered within the days after their first; firstOrdered sum to it.",
  })
  ordered!: bigint | null;

  @Field(() => [ActionToOrderLine], { description: "Each action once, NONE last." })
  lines!: readonly ActionLine[];
}

export function toActionToOrder({ window, ...figures }: BrandActions): ActionToOrder {
  const end = new Date(window.to.getTime() + figures.withinDays * DAY_MS);
  return Object.assign(new ActionToOrder(), {
    ...toWindowAnswer(window),
    dataState: dataState({ isOutdated: false, asOf: end }, window.asOf),
    ...figures,
  });
}
