import { ArgsType, Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { Action, Site } from "../touchpoints";
import { ActionEnum, SiteEnum } from "../touchpoints/action.types";
import { hopActions } from "./hop";
import type { Read } from "./journey.service";
import type { DeduplicatedReach, OrderedReach } from "./reach.service";
import { MAX_PLATFORMS } from "./reach.service";
import { toWindowAnswer, WindowAnswer, WindowArgs } from "./window.types";

const ReachOrderEnum = { AS_GIVEN: "AS_GIVEN", LARGEST_FIRST: "LARGEST_FIRST" };
registerEnumType(ReachOrderEnum, {
  name: "PlatformReachOrder",
  description: "The order in which platforms add people.",
  valuesConfig: {
    AS_GIVEN: { description: "That of the argument `platforms`." },
    LARGEST_FIRST: { description: "By people, largest first; equal ones by code." },
  },
});

@ArgsType()
export class ReachArgs extends WindowArgs {
  @Field(() => [ActionEnum], {
    nullable: true,
    description: `What counts as being reached, at least one; absent: ${hopActions.EXPOSURE.join(", ")}.`,
  })
  actions?: Action[];

  @Field(() => SiteEnum, { nullable: true, description: "Where it happened; absent: on site and off." })
  site?: Site;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "Distinct people over several platforms (去重触达): whoever is on two of them counts once.",
})
export class Reach extends WindowAnswer {
  @Field(() => [String], { description: `The platforms asked for, each once; at most ${MAX_PLATFORMS}.` })
  platforms!: readonly string[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who were reached on at least one of them; null when withheld.",
  })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "One platform's reach, and how much of it is its own." })
class PlatformReachLine {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Touchpoints of the actions asked for, each counted (人次); null when its people are withheld.",
  })
  touches!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Distinct people (人数); null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those on no other of the platforms; null when withheld.",
  })
  uniquePeople!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those on none of the platforms listed before it: what it adds in this order (增量触达). Summed over the lines they are the total, before rounding. Null when withheld.",
  })
  incrementalPeople!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Touches per person; null without people and when they are withheld.",
  })
  frequency!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "The people whom two platforms have in common." })
class PlatformOverlap {
  @Field(() => [String], { description: "Codes of the two platforms." })
  platforms!: readonly string[];

  @Field(() => BigIntScalar, { nullable: true, description: "Distinct people on both; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Platforms' reaches beside each other (重叠矩阵). The same person may be on several, so they must never be added: total is the reach of all.",
})
export class PlatformReach extends WindowAnswer {
  @Field({ description: "Always false: people of platforms do not add up to people." })
  isAdditive!: boolean;

  @Field(() => ReachOrderEnum, { description: "The order of the lines, in which incrementalPeople is counted." })
  order!: string;

  @Field(() => [PlatformReachLine], { description: `One a platform, at most ${MAX_PLATFORMS}.` })
  platforms!: readonly PlatformReachLine[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Distinct people over all lines, each counted once; null when withheld.",
  })
  total!: bigint | null;

  @Field(() => [PlatformOverlap], {
    description: "Every pair of platforms once, in the order of the lines; at most 66.",
  })
  overlaps!: readonly PlatformOverlap[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Distinct people who are on every one of the platforms; null with fewer than two, or when withheld.",
  })
  overlapOfAll!: bigint | null;
}

export const toReach = ({ window, figures }: Read<DeduplicatedReach>): Reach =>
  Object.assign(new Reach(), { ...toWindowAnswer(window), ...figures });

export function toPlatformReach({ window, figures }: Read<OrderedReach>): PlatformReach {
  return Object.assign(new PlatformReach(), {
    ...toWindowAnswer(window),
    ...figures,
    isAdditive: false,
    platforms: figures.platforms.map((line) => Object.assign(new PlatformReachLine(), line)),
    overlaps: figures.overlaps.map((overlap) => Object.assign(new PlatformOverlap(), overlap)),
  });
}
