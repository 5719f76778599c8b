import { Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { ShownCoverage, ShownPlatform } from "./coverage";
import type { Read } from "./journey.service";
import { toWindowAnswer, WindowAnswer } from "./window.types";

@Access("READ_ASSETS")
@ObjectType({ description: "One platform beside the others, the same person on several of them known as one." })
export class PlatformComparison {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Touchpoints, each counted (人次); null when its people are withheld.",
  })
  touches!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Distinct people (人数); null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those who were also on at least one other platform; null when withheld.",
  })
  alsoElsewhere!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Its people among all people of the window, 0 to 1; null when withheld. Shares of platforms do not add up to 1.",
  })
  share!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How far the people of a brand are known across platforms (覆盖): to be read beside every figure that joins platforms. Touchpoints of every action count, opportunities to see do not.",
})
export class JourneyCoverage extends WindowAnswer {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Distinct people with a touchpoint of the brand in the window; null when withheld.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of them, those seen on at least two platforms; null when withheld.",
  })
  acrossPlatforms!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Share of people whose chain spans at least two platforms: acrossPlatforms / people, 0 to 1; null when nobody was seen or when withheld.",
  })
  share!: number | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People whose touchpoints all came from one source; null when withheld.",
  })
  oneSource!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People whom the identity graph knows under one identity only, of those that sources seen by the organisation brought, so that nothing joins them to another platform's; null when withheld.",
  })
  oneIdentity!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Share of people not matched to a second identity: oneIdentity / people, 0 to 1; null likewise.",
  })
  unmatchedShare!: number | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "The platforms' people added up, everybody counted once per platform: the base of fragmentation, never a reach; null when withheld.",
  })
  sumOfPlatforms!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "How scattered the brand's people lie over platforms (分散度): 1 - people / sumOfPlatforms; 0 when nobody is on two platforms. Null when nobody was seen or when withheld.",
  })
  fragmentation!: number | null;

  @Field(() => [PlatformComparison], {
    description: "Every platform with a touchpoint in the window, by code; a few dozen at most.",
  })
  platforms!: readonly PlatformComparison[];
}

const toPlatform = (platform: ShownPlatform): PlatformComparison => Object.assign(new PlatformComparison(), platform);

export function toJourneyCoverage({ window, figures }: Read<ShownCoverage>): JourneyCoverage {
  return Object.assign(new JourneyCoverage(), {
    ...toWindowAnswer(window),
    ...figures,
    platforms: figures.platforms.map(toPlatform),
  });
}
