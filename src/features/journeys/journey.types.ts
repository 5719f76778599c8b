import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { Action } from "../touchpoints";
import { ActionEnum } from "../touchpoints/action.types";
import type { ShownHop } from "./chain";
import type { ExposureFilter } from "./exposure-filter";
import { type Hop, hopActions, hops } from "./hop";
import type { Read } from "./journey.service";
import { toWindowAnswer, WindowAnswer } from "./window.types";

const HOPS: Readonly<Record<Hop, string>> = {
  EXPOSURE: "Met the brand through media (曝光): an impression, content viewed, a click, a live session watched.",
  VISIT: "Was in the shop (进店): a visit or a product's page.",
  ENGAGE:
    "Turned to the brand (互动): searched, saved, followed, put in the cart, asked, became a member, shared or answered.",
  ORDER: "Bought (下单): an order of the brand that is not refunded in full.",
  REPEAT: "Bought again (复购): such an order on a later day of the brand's zone than the first.",
};
export const HopEnum = Object.fromEntries(hops.map((hop) => [hop, hop]));
registerEnumType(HopEnum, {
  name: "JourneyHopName",
  description: "A link of the chain from exposure to repeat purchase (全链路).",
  valuesConfig: Object.fromEntries(Object.entries(HOPS).map(([hop, description]) => [hop, { description }])),
});

@Access("READ_ASSETS")
@ObjectType({ description: "Time from the hop before, over the people who reached this one in the chain." })
class HopLag {
  @Field(() => Float, { description: "Hours that half of them took at most." })
  medianHours!: number;

  @Field(() => Float, { description: "Hours that nine in ten of them took at most; interpolated like the median." })
  p90Hours!: number;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "One hop of a journey. people = reached + skipped + withoutExposure, and lost = reached at the hop before - reached here; counts are null when withheld.",
})
class JourneyHop {
  @Field(() => HopEnum, { description: "Which hop." })
  hop!: Hop;

  @Field(() => [ActionEnum], { description: "Actions that make it; orders only while they are not refunded in full." })
  actions!: readonly Action[];

  @Field(() => BigIntScalar, { nullable: true, description: "Distinct people who did it in the window, in any order." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who reached it in the chain: they reached the hop before, and did this at or after that instant. An exposure is reached at the earliest one.",
  })
  reached!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who did it at or after an exposure, but without all hops between, in order.",
  })
  skipped!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People who did it without an exposure before it: they came into the chain later, by a way that is not seen.",
  })
  withoutExposure!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who reached the hop before and not this one; null also for the first hop.",
  })
  lost!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "They among those who reached the hop before, 0 to 1; null also when nobody did.",
  })
  lostShare!: number | null;

  @Field(() => HopLag, {
    nullable: true,
    description: "Null for the first hop, when nobody reached this one, and when their number is withheld.",
  })
  lag!: HopLag | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The chain exposure, visit, engagement, order, repeat (全链路) of single people in their order of time. No hop is inferred from a platform's total; opportunities to see are no exposures.",
})
export class Journey extends WindowAnswer {
  /** Numbers and filter it was read for; not fields of the schema. */
  brandId!: number;
  entry!: ExposureFilter;

  @Field(() => [JourneyHop], { description: "All five hops in order." })
  hops!: readonly JourneyHop[];
}

export function toJourney({ window, figures }: Read<readonly ShownHop[]>, entry: ExposureFilter): Journey {
  return Object.assign(new Journey(), {
    ...toWindowAnswer(window),
    brandId: window.brandId,
    entry,
    hops: figures.map((hop) => Object.assign(new JourneyHop(), { ...hop, actions: hopActions[hop.hop] })),
  });
}
