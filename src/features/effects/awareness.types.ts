import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import { MATCHING_DAYS, ORDER_DAYS, type AwarenessOutcome as Outcome } from "./awareness";
import type { AwarenessLift as Figures } from "./awareness.service";
import type { EffectVerdict, Lift } from "./lift";
import { EffectLift, EffectRate, EffectVerdictEnum } from "./rate.types";

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: "Whether the exposed did something more than people like them. Counts are null when withheld.",
})
class AwarenessOutcome {
  @Field(() => BigIntScalar, { nullable: true, description: "Matched people who did it, after their first touch." })
  exposed!: bigint | null;

  @Field(() => EffectRate, { nullable: true, description: "exposed / matchedPeople; null with either." })
  exposedRate!: EffectRate | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Rate that the matched would have with the rates of the unexposed of their stratum, 0 to 1; null when withheld, and without matches.",
  })
  expectedRate!: number | null;

  @Field(() => EffectLift, {
    nullable: true,
    description:
      "Ratio of the two rates within strata: Mantel and Haenszel, interval by Greenland and Robins 1985. Null when withheld, and when no unexposed did it.",
  })
  lift!: Lift | null;

  @Field(() => EffectVerdictEnum, { description: "Whether the lift is more than chance." })
  verdict!: EffectVerdict;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "How much more people whom a campaign touched turned to the brand than people like them whom it did not (认知提升). Not drawn by lot: what they are not matched by may differ.",
})
export class AwarenessLift extends WindowAnswer {
  @Field({ description: "Who is compared with whom, in a sentence." })
  matching!: string;

  @Field(() => BigIntScalar, { nullable: true, description: "Exposed people with an unexposed one in their stratum." })
  matchedPeople!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Exposed people without one: they are left out." })
  unmatchedPeople!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Unexposed people of the strata of the matched." })
  controlPeople!: bigint | null;

  @Field(() => AwarenessOutcome, { description: "Searched the brand." })
  brandSearch!: Outcome;

  @Field(() => AwarenessOutcome, { description: "Visited the shop or a product's page." })
  shopVisit!: Outcome;
}

const MATCHING = `Exposed and unexposed people are alike in the ${MATCHING_DAYS} days before the window: touchpoints of any brand (powers of two up to 64), platforms (1, 2, 3 or more), searched the brand or not, visited its shop or not, and ordered it in ${ORDER_DAYS} days before or not. Acts of the exposed count from their first touch on, of the others in the whole window.`;

export const toAwarenessLift = ({ window, matched, unmatched, controls, search, visit }: Figures): AwarenessLift =>
  Object.assign(new AwarenessLift(), {
    ...toWindowAnswer(window),
    matching: MATCHING,
    matchedPeople: matched,
    unmatchedPeople: unmatched,
    controlPeople: controls,
    brandSearch: search,
    shopVisit: visit,
  });
